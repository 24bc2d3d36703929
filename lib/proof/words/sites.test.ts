import { describe, expect, test } from 'vitest'
import { sitesOf } from './sites.ts'

const words = (...args: Parameters<typeof sitesOf>) => sitesOf(...args).map((site) => site.word)

describe('the words of a field', () => {
  const json = {
    units: [
      { state: 'up', agent: { state: 'idle' } },
      { state: 'down', agent: { state: 'lost' } },
    ],
  }

  test('are found by key in JSON, wherever it stands', () => {
    expect(words({ ask: 'a $ juju status', json }, { asked: 'juju status', key: 'state' })).toEqual(['up', 'idle', 'down', 'lost'])
    expect(words({ ask: 'a $ juju status', stdout: JSON.stringify(json) }, { asked: 'juju', key: 'state', under: ['agent'] })).toEqual([
      'idle',
      'lost',
    ])
    expect(words({ ask: 'a $ juju status', json }, { asked: 'juju', key: 'state', under: ['units'] })).toEqual(['up', 'down'])
  })

  test('are found beside a member that says which one it is', () => {
    const conditions = [
      { type: 'Ready', status: 'True' },
      { type: 'Paused', status: 'False' },
    ]
    const place = { asked: 'x', key: 'status', under: ['conditions'], beside: ['type', ['Paused']] } as const
    expect(words({ ask: 'x', json: { conditions } }, place)).toEqual(['False'])
  })

  test('are found in a column of a table, an attribute, a line', () => {
    expect(words({ ask: 'x', stdout: '# name,status,\na,UP,\nb,,\nc,DOWN,\n' }, { asked: 'x', key: 'status' })).toEqual(['UP', 'DOWN'])
    expect(words({ ask: 'x', stdout: '<a><n role="Started"/><n role="Stopped"/></a>' }, { asked: 'x', key: 'role' })).toEqual([
      'Started',
      'Stopped',
    ])
    expect(words({ ask: 'x', stdout: 'ActiveState=active\nSubState=running\n' }, { asked: 'x', key: 'ActiveState' })).toEqual(['active'])
  })

  test('are whole numbers where the field has numbers', () => {
    const numbers = { rows: [{ status: 6, status_name: 'Deployed' }, { status: 'six' }] }
    const [only, ...others] = sitesOf({ ask: 'x', json: numbers }, { asked: 'x', key: 'status', isNumber: true })
    expect([only?.word, others]).toEqual(['6', []])
    expect(only?.with('22').json).toEqual({ rows: [{ status: 22, status_name: 'Deployed' }, { status: 'six' }] })
    expect(only?.with('frobnicating').json).toEqual({ rows: [{ status: 'frobnicating', status_name: 'Deployed' }, { status: 'six' }] })
  })

  test('are the whole of an answer that is one line', () => {
    const [only, ...others] = sitesOf({ ask: 'x', stdout: 'shut off\n\n' }, { asked: 'x', key: '' })
    expect([only?.word, others, only?.with('crashed').stdout]).toEqual(['shut off', [], 'crashed\n\n'])
    expect(words({ ask: 'x', stdout: '\n' }, { asked: 'x', key: '' })).toEqual([])
  })

  test('are none in the answer to another question, or in one that never came', () => {
    expect(words({ ask: 'x', json }, { asked: /^y/, key: 'state' })).toEqual([])
    expect(words({ ask: 'x', error: { kind: 'timeout', key: 'x', message: '' } }, { asked: 'x', key: 'state' })).toEqual([])
  })

  test('are replaced one at a time, and nothing else is', () => {
    const [, , third] = sitesOf({ ask: 'x', json }, { asked: 'x', key: 'state' })
    expect(third?.with('gone').json).toEqual({ units: [json.units[0], { state: 'gone', agent: { state: 'lost' } }] })
    const table = '# name,status,\na,UP,\nc,DOWN,\n'
    expect(sitesOf({ ask: 'x', stdout: table }, { asked: 'x', key: 'status' })[1]?.with('MAINT').stdout).toBe(
      '# name,status,\na,UP,\nc,MAINT,\n',
    )
  })
})
