import { describe, expect, test } from 'vitest'
import { serverState } from './server-state.ts'

describe('serverState', () => {
  test.each([
    ['UP', 'L7OK', 'up'],
    ['UP 1/3', 'L7STS', 'up'],
    ['UP', 'L4OK', 'up'],
    ['UP 1/2', 'INI', 'unproven'],
    ['UP', 'UNK', 'unproven'],
    ['UP', '', 'unproven'],
    ['no check', '', 'unproven'],
    ['DOWN', 'L7STS', 'down'],
    ['DOWN 1/2', 'L7OK', 'down'],
    ['DOWN (agent)', 'L7OK', 'down'],
    ['MAINT', '', 'operator'],
    ['MAINT (via keystone/keystone-0)', '', 'operator'],
    ['MAINT (resolution)', '', 'operator'],
    ['DRAIN', 'L7OK', 'operator'],
    ['DRAIN 1/2', 'L7OK', 'operator'],
    ['DRAIN (agent)', 'L7OK', 'operator'],
    ['NOLB', 'L7STS', 'operator'],
    ['NOLB 1/2', 'L7STS', 'operator'],
  ])('%s with check %j is %s', (status, checkStatus, state) => {
    expect(serverState(status, checkStatus, false)).toBe(state)
  })

  test('a server that tracks another is up without a check of its own', () => {
    expect(serverState('UP', '', true)).toBe('up')
  })

  test.each(['', 'up', 'UPPER', 'DOWN!', 'OPEN', 'DOWN 1/2 x', 'SLEEPING'])('%j is no status', (status) => {
    expect(() => serverState(status, 'L7OK', false)).toThrow(
      `shows a server with the status ${JSON.stringify(status)}, which no known haproxy prints`,
    )
  })
})
