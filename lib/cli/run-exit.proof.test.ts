import { afterAll, describe, expect, test } from 'vitest'
import { answered } from './test-answered.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-exit-proof')
afterAll(gates.remove)

const start = async (...more: readonly string[]) => answered(await gates.start(['run', '--phase', '07', '--replay', ...more]))

describe('a run on the recordings ends with', () => {
  test('0 when every gate is green', async () => {
    expect(await start()).toEqual({ code: 0, stderr: '', answer: 'May I go on? Yes. May go on to phase 08-workload.' })
  })

  test('3 when a gate cannot look', async () => {
    expect(await start('--scene', 'helm-on-init-path=sudo-refused')).toEqual({
      code: 3,
      stderr: '',
      answer: 'May I go on? Cannot tell: 1 gate could not look (helm-on-init-path). Not before 07-magnum is green.',
    })
  })
})
