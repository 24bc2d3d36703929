import { expect, test } from 'vitest'
import type { CouldNotLook } from './could-not-look.ts'
import { heedSnap } from './snap.ts'

const answer = (exitCode: number, stderr: string, stdout = '') => ({ kind: 'command', exitCode, stdout, stderr }) as const

function refusal(exitCode: number, stderr: string): CouldNotLook | undefined {
  try {
    heedSnap(answer(exitCode, stderr))
    return undefined
  } catch (error) {
    return error as CouldNotLook
  }
}

/** From snap-confine and `snap run` of snapd 2.63 to 2.70, with other names. */
test.each([
  [1, '/system.slice/cron.service is not a snap cgroup for tag snap.juju.juju', 'finds no systemd of the user', 'loginctl enable-linger'],
  [1, '/user.slice/user-1000.slice/session-9.scope is not a snap cgroup', 'finds no systemd of the user', 'loginctl enable-linger'],
  [
    46,
    'internal error, please report: running "juju" failed: cannot find installed snap "juju" at revision 29493: missing file /snap/juju/29493/meta/snap.yaml',
    'is being refreshed, or is only half installed',
    'snap changes',
  ],
  [1, 'cannot locate base snap core24: No such file or directory', 'is being refreshed, or is only half installed', 'snap changes'],
  [
    1,
    'Sorry, home directories outside of /home needs configuration.\nSee https://forum.example/t/1 for details.',
    'outside of /home',
    'homedirs',
  ],
  [1, 'cannot create user data directory: /home/ops/snap/juju/29493: No space left on device', 'cannot prepare the folders', 'df -h'],
  [
    1,
    'snap-confine has elevated permissions and is not confined but should be. Refusing to continue to avoid permission escalation attacks',
    'AppArmor has not loaded',
    'systemctl status snapd.apparmor',
  ],
])('a snap that snapd does not start has said nothing itself: exit %i, %s', (exitCode, stderr, says, remedy) => {
  expect(refusal(exitCode, `${stderr}\n`)).toMatchObject({
    kind: 'missing-tool',
    key: 'snap',
    message: expect.stringContaining(says),
    remedy: expect.stringContaining(remedy),
  })
})

test('a program that answered, or failed with words of its own, is left alone', () => {
  const warned = answer(0, 'WARNING: cgroup v2 is not fully supported yet, proceeding with partial confinement\n', '{}')
  expect(heedSnap(warned)).toBe(warned)
  expect(refusal(1, 'ERROR open /home/ops/.local/share/juju/accounts.yaml: permission denied\n')).toBeUndefined()
})
