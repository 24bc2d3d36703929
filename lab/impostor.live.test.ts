import { existsSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { unit } from './cloud/table.ts'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { inside, runIn, writeInside } from './host/inside.ts'
import { until } from './host/run.ts'
import { isUp, labDown, labUp } from './index.ts'
import { conductorRuns } from './ready.ts'

const hit = unit('magnum/0')
const folder = '/tmp/evil'
const trace = `${folder}/ran`
/** A stand-in for Python that notes which account runs it, and answers as a Python with the driver would. */
const python = `#!/bin/sh\nid -un >> ${trace}\necho '["1.4.0"]'\n`

const wasUp = isUp()
beforeAll(() => labUp(), 600_000)
afterAll(async () => {
  if (!wasUp) await labDown()
})

/** Starts a process of the account "nobody" that the kernel names magnum-conductor, and whose command line begins with that Python. */
async function startImpostor(): Promise<void> {
  rmSync(inside(hit, folder), { recursive: true, force: true })
  writeInside(hit, `${folder}/python3`, python, 0o755)
  const start = `exec -a ${folder}/python3 ${folder}/magnum-conductor /usr/bin/magnum-conductor -f > ${folder}/out 2>&1 < /dev/null`
  await runIn(hit, ['sh', '-c', `cp /usr/bin/tail ${folder}/magnum-conductor; chmod 1777 ${folder}`])
  await runIn(hit, ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', 'bash', '-c', `(${start}) & echo $! > ${folder}/pid`])
  await until('the impostor', async () => {
    const rows = await runIn(hit, ['sh', '-c', 'ps -ww -C magnum-conductor -o user=,args= || true'])
    return rows.includes(`${folder}/python3 /usr/bin/magnum-conductor -f`) ? undefined : `ps says ${rows}`
  })
}

const phase = ['driver-pinned', 'conductor-daemon-args', 'helm-on-init-path']
const look = async () => (await gatesRun([...phase.flatMap((gate) => ['--gate', gate]), ...onLab])).result

describe('a process that another account of a unit calls magnum-conductor', () => {
  afterEach(async () => {
    await runIn(hit, ['sh', '-c', `[ ! -e ${folder}/pid ] || kill $(cat ${folder}/pid) || true; rm -rf ${folder}`])
    await runIn(hit, ['systemctl', 'start', 'magnum-conductor'])
    await until('the conductor', () => conductorRuns(hit))
  })

  test('beside the service: its Python is not run, and the driver is read all the same', async () => {
    await startImpostor()
    const result = await look()
    expect({ turned: notPassed(result), ran: existsSync(inside(hit, trace)) }, JSON.stringify(result.gates)).toEqual({
      turned: {},
      ran: false,
    })
  }, 300_000)

  test('in place of the service: its Python is not run, and nobody takes it for a conductor', async () => {
    await runIn(hit, ['systemctl', 'stop', 'magnum-conductor'])
    await startImpostor()
    const result = await look()
    expect({ turned: notPassed(result), ran: existsSync(inside(hit, trace)) }, JSON.stringify(result.gates)).toEqual({
      turned: { 'driver-pinned': 'unknown', 'conductor-daemon-args': 'fail', 'helm-on-init-path': 'unknown' },
      ran: false,
    })
    expect(JSON.stringify(result.gates)).toContain('a magnum-conductor runs, but systemd did not start it')
  }, 300_000)
})

describe('a service that runs in a Python of /opt', () => {
  const home = '/opt/magnum'
  const script = '/etc/init.d/magnum-conductor'
  const driver = async () => (await gatesRun(['--gate', 'driver-pinned', ...onLab])).result

  beforeAll(async () => {
    const packages = `${home}/lib/python3.11/site-packages`
    writeInside(hit, `${home}/pyvenv.cfg`, 'home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.11\n')
    writeInside(hit, `${packages}/note.pth`, 'import sys\n')
    await runIn(hit, [
      'sh',
      '-ec',
      `mkdir -p ${home}/bin; ln -s /usr/bin/python3 ${home}/bin/python3; cp /usr/bin/magnum-conductor ${home}/bin
       sed -i '1s|.*|#!${home}/bin/python3|' ${home}/bin/magnum-conductor; cp ${script} ${home}/kept
       sed -i 's|DAEMON=/usr/bin/[$]{NAME}|DAEMON=${home}/bin/magnum-conductor|' ${script}; systemctl restart magnum-conductor`,
    ])
  })
  afterAll(async () => {
    await runIn(hit, ['sh', '-c', `mv ${home}/kept ${script}; rm -rf ${home}; systemctl restart magnum-conductor`])
    await until('the conductor', () => conductorRuns(hit))
  })

  test('is asked there while root alone can write to it', async () => {
    await until('the conductor', async () => {
      const rows = await runIn(hit, ['sh', '-c', 'ps -ww -C magnum-conductor -o args= || true'])
      return rows.startsWith(`${home}/bin/python3 ${home}/bin/magnum-conductor`) ? undefined : `ps says ${rows}`
    })
    const result = await driver()
    expect(notPassed(result), JSON.stringify(result.gates)).toEqual({})
  }, 120_000)

  test('is not run once another account can write to its packages', async () => {
    await runIn(hit, ['chown', 'nobody', `${home}/lib/python3.11/site-packages/note.pth`])
    const result = await driver()
    expect(notPassed(result)).toEqual({ 'driver-pinned': 'unknown' })
    expect(JSON.stringify(result.gates)).toContain(
      `${home}/lib/python3.11/site-packages/note.pth is nobody:root -rw-r--r--: accounts other than root can write to it, so it is not run`,
    )
  }, 120_000)
})
