import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPhases } from '../lib/phase/phase.ts'
import { readSite } from '../lib/phase/read-site.ts'
import { type Learned, learn } from '../lib/plan/learn.ts'
import { accountOf, sudoers } from '../lib/plan/sudoers.ts'
import { attempt, run } from './host/run.ts'
import { makeStateDir, projectRoot, state } from './host/state.ts'

const user = 'nobody'
let dir: string
let learned: readonly Learned[]
beforeAll(async () => {
  makeStateDir()
  dir = mkdtempSync(join(state('.'), 'test-sudoers-'))
  for (const part of ['rules', 'snap/bin']) mkdirSync(join(dir, part), { recursive: true })
  // k8s is in no Debian package, and Debian's sudo does not look where Ubuntu's does
  writeFileSync(join(dir, 'snap/bin/k8s'), '#!/bin/sh\n', { mode: 0o755 })
  const example = readSite(`${projectRoot}/sites/example-two-planes.yaml`)
  learned = await learn(
    readPhases().flatMap((phase) => phase.gates),
    example,
    example,
  )
  const rules = [...sudoers(learned, { ...example, ssh: { ...example.ssh, user } }, user).values()].flat()
  const path = 'Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"'
  writeFileSync(join(dir, 'rules/gates'), `${[path, ...rules].join('\n')}\n`, { mode: 0o440 })
}, 60_000)
const hadSnap = existsSync('/snap')
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
  if (!hadSnap) rmdirSync('/snap')
})

/**
 * Whether the real sudo would run this command with only these rules. It looks in a mount namespace, so this machine's own rules stay as they are.
 */
async function allows(argv: readonly string[], account = 'root'): Promise<boolean> {
  const asks = 'mount --bind "$0/rules" /etc/sudoers.d && mkdir -p /snap && mount --bind "$0/snap" /snap && exec sudo -l -U "$@"'
  const { exitCode, stdout, stderr } = await attempt(['unshare', '--mount', 'sh', '-c', asks, dir, user, '-u', account, ...argv])
  if (exitCode !== 0 && stderr.includes('not found')) throw new Error(stderr.trim())
  return exitCode === 0 && stdout.trim() !== ''
}

describe('the rules of gates sudoers', () => {
  test('are understood by visudo', async () => {
    expect(await run(['visudo', '-cf', join(dir, 'rules/gates')])).toContain('parsed OK')
  })

  test('allow every command that a gate asks with sudo, and none with a word more', async () => {
    const asked = learned.flatMap(({ question }) =>
      question.kind === 'command' && question.sudo ? [{ argv: question.argv, account: accountOf(question.sudo) }] : [],
    )
    const commands = [...new Map(asked.map((one) => [[one.account, ...one.argv].join('\0'), one])).values()]
    const looks = commands.map(async ({ argv, account }) => ({
      argv,
      may: await allows(argv, account),
      mayMore: await allows([...argv, '/etc/shadow'], account),
      mayAsAnother: account !== 'root' && (await allows(argv)),
    }))
    const wrong = (await Promise.all(looks)).filter(({ may, mayMore, mayAsAnother }) => !may || mayMore || mayAsAnother)
    expect(commands.length).toBeGreaterThan(30)
    expect(wrong).toEqual([])
  }, 120_000)

  test('allow no other file, process or program', async () => {
    const others = [
      ['grep', '-z', '^PATH=', '/proc/1/environ /etc/shadow x/environ'],
      ['grep', '-z', '^PATH=', '/proc/self/environ'],
      ['haproxy', '-c', '-V', '-f', '/etc/haproxy/other.cfg'],
      ['socat', '-t', '10', 'EXEC:id', 'STDOUT'],
      ['cat', '/etc/shadow'],
    ]
    expect(await Promise.all(others.map((argv) => allows(argv)))).toEqual(others.map(() => false))
  })
})
