import { describe, expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { describe as asked, type Question } from '../../transport/question.ts'
import type { Unit } from '../unit.ts'
import { createCapiDriver } from './capi-driver.ts'
import { driverCode } from './driver.ts'

const unit: Unit = { name: 'magnum/0', address: '10.12.8.105', application: 'magnum', lost: false }
const ps = 'env LC_ALL=C TZ=UTC0 ps -ww -C magnum-conductor -o pid=,ppid=,user:32=,stat=,lstart=,args='
const show = 'systemctl show magnum-conductor -p MainPID,NRestarts,ActiveState,SubState,Result,LoadState'
const script = '/etc/init.d/magnum-conductor show-args'
const tree = (folder: string) =>
  `find ${folder} -xdev '(' -path ${folder} -o '!' -type l '(' '!' -user root -o -perm /022 ')' ')' -printf '%M %u %g %p\\n'`
const row = (pid: number, args: string, parent = 1) =>
  `${String(pid).padStart(7)} ${String(parent).padStart(7)} magnum S Thu Nov 19 10:00:00 2026 ${args}\n`
const service = (pid: number) => `MainPID=${pid}\nNRestarts=0\nResult=success\nLoadState=loaded\nActiveState=active\nSubState=running\n`
const real = row(120, '/usr/bin/python3 /usr/bin/magnum-conductor --config-file=/etc/magnum/magnum.conf')
const evil = row(99, '/tmp/evil/python3 /tmp/evil/magnum-conductor')

/** Answers the unit's commands from a table and returns which Pythons ran there. Every command passes the read-only guard. */
async function driverOn(answers: Readonly<Record<string, string>>) {
  const ran: string[] = []
  const ask = async (question: Question) => {
    refuseWrites(question)
    const line = asked(question).replace('magnum/0 $ ', '')
    if (question.kind === 'command' && question.argv.includes(driverCode)) {
      ran.push(question.argv[0] ?? '')
      return { kind: 'command', exitCode: 0, stdout: '["1.4.0"]\n', stderr: '' } as const
    }
    const stdout = answers[line]
    if (stdout === undefined) throw new Error(`unforeseen: ${line}`)
    return { kind: 'command', exitCode: stdout === '' && line === ps ? 1 : 0, stdout, stderr: '' } as const
  }
  const { seen, silent } = await createCapiDriver(ask).driversOf([unit])
  return { ran, seen: seen.map(({ driver }) => driver), silent: silent.map(({ saw }) => saw) }
}

const opt = '/opt/magnum/bin/python3'
const ofOpt = (more: Readonly<Record<string, string>> = {}) => ({
  [ps]: row(120, `${opt} /opt/magnum/bin/magnum-conductor`),
  [show]: service(120),
  [script]: '/opt/magnum/bin/magnum-conductor --config-file=/etc/magnum/magnum.conf\n',
  'head -c 256 /opt/magnum/bin/magnum-conductor': `#!${opt}\nimport sys\n`,
  [`namei -l ${opt}`]: `f: ${opt}\ndrwxr-xr-x root root /\ndrwxr-xr-x root root opt\ndrwxr-xr-x root root magnum\ndrwxr-xr-x root root bin\nlrwxrwxrwx root root python3 -> /usr/bin/python3\ndrwxr-xr-x root root   /\ndrwxr-xr-x root root   usr\ndrwxr-xr-x root root   bin\nlrwxrwxrwx root root   python3 -> python3.10\n-rwxr-xr-x root root     python3.10\n`,
  [tree('/opt/magnum')]: 'drwxr-xr-x root root /opt/magnum\n',
  ...more,
})

describe('the Python that is run', () => {
  test('is the distribution’s, when systemd’s own process runs in it', async () => {
    expect(await driverOn({ [ps]: real, [show]: service(120) })).toEqual({
      ran: ['/usr/bin/python3'],
      seen: [{ python: '/usr/bin/python3', version: '1.4.0' }],
      silent: [],
    })
  })

  test('is not that of another account’s process with the same name, which hides nothing either', async () => {
    for (const both of [evil + real, real + evil])
      expect(await driverOn({ [ps]: both, [show]: service(120) })).toMatchObject({ ran: ['/usr/bin/python3'], silent: [] })
  })

  test('is one in /opt when root’s own files name it and root alone can write there', async () => {
    expect(await driverOn(ofOpt())).toEqual({ ran: [opt], seen: [{ python: opt, version: '1.4.0' }], silent: [] })
  })
})

describe('nothing is run', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'when only another account’s process has the name',
      { [ps]: evil, [show]: service(0) },
      `magnum/0 $ ${ps}: a magnum-conductor runs, but systemd did not start it`,
    ],
    [
      'when systemd’s process is not among those found',
      { [ps]: evil, [show]: service(120) },
      `magnum/0 $ ${ps}: process 120, which systemd started, is not among the magnum-conductors that run`,
    ],
    [
      'when the service’s own process writes another program into its command line',
      { ...ofOpt(), [ps]: row(120, '/tmp/evil/python3 /usr/bin/magnum-conductor') },
      `magnum/0 $ ${ps}: the conductor says that it runs as /tmp/evil/python3, but its service starts ${opt}`,
    ],
    [
      'when it leads out of a folder with ..',
      { [ps]: row(120, '/usr/bin/../../tmp/python3 /usr/bin/magnum-conductor'), [show]: service(120) },
      `magnum/0 $ ${ps}: the conductor runs as "/usr/bin/../../tmp/python3", which is not Python`,
    ],
    ['when the init script names no program', ofOpt({ [script]: '' }), `magnum/0 $ ${script} names no program`],
    [
      'when the program is not Python’s',
      ofOpt({ 'head -c 256 /opt/magnum/bin/magnum-conductor': '#!/bin/sh\n' }),
      `magnum/0 $ head -c 256 /opt/magnum/bin/magnum-conductor: begins "#!/bin/sh\\n", wanted "#!" and the Python that runs it`,
    ],
    [
      'when another account owns a folder on the way',
      ofOpt({ [`namei -l ${opt}`]: `f: ${opt}\ndrwxr-xr-x root root /\ndrwxr-xr-x magnum magnum opt\n-rwxr-xr-x root root python3\n` }),
      `magnum/0 $ namei -l ${opt}: opt is magnum:magnum drwxr-xr-x: accounts other than root can write to it, so it is not run`,
    ],
    [
      'when everybody can write to what a link leads to',
      ofOpt({
        [`namei -l ${opt}`]: `f: ${opt}\ndrwxr-xr-x root root /\nlrwxrwxrwx root root python3 -> /tmp/python3\ndrwxrwxrwt root root tmp\n-rwxr-xr-x root root python3\n`,
      }),
      `magnum/0 $ namei -l ${opt}: tmp is root:root drwxrwxrwt: accounts other than root can write to it, so it is not run`,
    ],
    [
      'when another account can write to its packages, which Python runs as it starts',
      ofOpt({
        [tree('/opt/magnum')]:
          'drwxr-xr-x root root /opt/magnum\n-rw-r--r-- magnum magnum /opt/magnum/lib/python3.10/site-packages/x.pth\n',
      }),
      `magnum/0 $ ${tree('/opt/magnum')}: /opt/magnum/lib/python3.10/site-packages/x.pth is magnum:magnum -rw-r--r--: accounts other than root can write to it, so it is not run`,
    ],
    [
      'when the way to it ends half-way',
      ofOpt({ [`namei -l ${opt}`]: `f: ${opt}\ndrwxr-xr-x root root /\ndrwxr-xr-x root root opt\n` }),
      `magnum/0 $ namei -l ${opt}: the path does not lead to a regular file: ${opt}`,
    ],
  ])('%s', async (_what, answers, saw) => {
    expect(await driverOn(answers)).toEqual({ ran: [], seen: [], silent: [saw] })
  })
})
