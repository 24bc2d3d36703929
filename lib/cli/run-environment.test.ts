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
})

testInterrupted(gates, [['SIGINT', ['SIGINT']]])
