import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'
import { testInterrupted } from './test-interrupted.ts'
import { shell } from './test-shell.ts'

const gates = gatesFor('run-environment')
afterAll(gates.remove)

describe('a run', () => {
  test('needs nothing of its environment but HOME and a bare PATH', async () => {
    expect(
      await shell(
        gates,
        'env -i HOME="$HOME" PATH=/usr/bin:/bin GATES_REPORT_DIR="$GATES_REPORT_DIR" "$GATES" run --phase 07 --replay >/dev/null; echo $?',
      ),
    ).toEqual({
      last: '0',
      stderr: '',
    })
  })

  test('is not kept from starting by options that are there for other programs of Node', async () => {
    expect(
      await shell(gates, 'NODE_OPTIONS="--require /no/such/file.js" "$GATES" run --gate helm-on-init-path --replay >/dev/null; echo $?'),
    ).toEqual({ last: '0', stderr: '' })
  })

  test('under nohup is not ended by the loss of its terminal', async () => {
    const path = (name: string) => join(gates.scratch, name)
    // The parent of juju is the run itself.
    writeFileSync(path('juju'), '#!/bin/sh\nkill -HUP $PPID; sleep 0.3; echo nothing\n', { mode: 0o700 })
    writeFileSync(
      path('hung-up.yaml'),
      'name: hung-up\nnetworks: { n: { cidr: 10.12.4.0/22 } }\njuju: { command: ./juju }\nssh: { knownHosts: pins }\nkeystone: { address: 10.12.4.50 }\n',
    )
    const { last, stderr } = await shell(
      gates,
      `nohup "$GATES" run --gate juju-login-fresh --site '${path('hung-up.yaml')}' >/dev/null; echo $?`,
    )
    expect({ last, isStopped: stderr.includes('stopping') }).toEqual({ last: '3', isStopped: false })
  })

  test('from a folder that was removed is a usage error in one sentence', async () => {
    const { last, stderr } = await shell(gates, 'mkdir gone; cd gone; rmdir ../gone; "$GATES" run --replay; echo $?')
    expect(last).toBe('2')
    expect(stderr.trim().split('\n').at(-1)).toBe('gates: the current folder was removed: cd to another one')
  })
})

testInterrupted(gates, [['SIGINT', ['SIGINT']]])
