import { describe, expect, test } from 'vitest'
import type { Credential } from './credential.ts'
import type { Received } from './pools.ts'
import { Session } from './session.ts'

const never = { signal: new AbortController().signal }
const credential: Credential = {
  from: 'the openrc x',
  who: 'user admin',
  secret: 'hunter2',
  identity: { methods: ['application_credential'], application_credential: { id: 'a', secret: 'hunter2' } },
  scopes: [undefined],
}

/** A Keystone that issues `token-1`, `token-2`, …, each valid for `goodForMs`. Its clock is `aheadMs` ahead of ours. */
function keystone({ goodForMs = 3_600_000, delayMs = 1, aheadMs = 0 } = {}) {
  const secrets: string[] = []
  const state = { logins: 0, answer: undefined as Received | undefined, secrets }
  const session = new Session({
    origin: 'https://10.12.4.50:5000',
    credential: async () => credential,
    onSecret: (secret) => secrets.push(secret),
    closing: never.signal,
    send: async () => {
      state.logins += 1
      const id = `token-${state.logins}`
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      const token = {
        project: { name: 'admin' },
        roles: [{ name: 'admin' }],
        catalog: [],
        issued_at: new Date(Date.now() + aheadMs).toISOString(),
        expires_at: new Date(Date.now() + aheadMs + goodForMs).toISOString(),
      }
      return state.answer ?? { status: 201, headers: { 'x-subject-token': id }, body: JSON.stringify({ token }) }
    },
  })
  return { state, session }
}

test('all gates share one token', async () => {
  const { state, session } = keystone()
  const tokens = await Promise.all([1, 2, 3].map(() => session.token(never)))
  expect(tokens.map((token) => token.id)).toEqual(['token-1', 'token-1', 'token-1'])
  expect(state).toMatchObject({ logins: 1, secrets: ['hunter2', 'token-1'] })
})

test('a token near its end is replaced before it is used', async () => {
  const { state, session } = keystone({ goodForMs: 10_000 })
  const tokens = await Promise.all([1, 2, 3].map(() => session.token(never)))
  expect(new Set(tokens.map((token) => token.id))).toEqual(new Set(['token-2']))
  expect(state.logins).toBe(2)
})

test.each([-7_200_000, 7_200_000])('a clock that is wrong by %i ms does not log in anew for every question', async (aheadMs) => {
  const { state, session } = keystone({ aheadMs })
  for (const _ of [1, 2, 3]) expect(await session.token(never)).toMatchObject({ id: 'token-1' })
  expect(state.logins).toBe(1)
})

test('a token that services refuse is replaced once, however many notice at the same time', async () => {
  const { state, session } = keystone()
  const first = await session.token(never)
  const seconds = await Promise.all([1, 2, 3].map(() => session.another(first, never)))
  expect(seconds.map((token) => token?.id)).toEqual(['token-2', 'token-2', 'token-2'])
  expect(await session.another(first, never)).toMatchObject({ id: 'token-2' })
  expect(await session.another(await session.token(never), never)).toBeUndefined()
  expect(state.logins).toBe(2)
})

describe('could not look', () => {
  test('a refused login is not tried again: repeated failures lock an account', async () => {
    const { state, session } = keystone()
    state.answer = { status: 401, headers: {}, body: '' }
    for (const _ of [1, 2, 3]) await expect(session.token(never)).rejects.toMatchObject({ kind: 'credential', key: 'openstack login' })
    expect((await session.login(never)).attempts).toEqual([
      { project: 'the application credential’s own project', outcome: 'refused: 401' },
    ])
    expect(state.logins).toBe(1)
  })

  test('a Keystone in trouble is not asked by each of twenty gates in turn', async () => {
    const { state, session } = keystone()
    state.answer = { status: 503, headers: {}, body: '' }
    for (const _ of [1, 2, 3])
      await expect(session.token(never)).rejects.toMatchObject({ kind: 'unreachable', key: 'https 10.12.4.50:5000' })
    expect(state.logins).toBe(1)
  })

  test('one gate’s deadline does not end the login of the others', async () => {
    const { session } = keystone({ delayMs: 200 })
    const hasty = session.token({ signal: AbortSignal.timeout(20) })
    const patient = session.token(never)
    await expect(hasty).rejects.toMatchObject({ kind: 'timeout', key: 'openstack login' })
    expect(await patient).toMatchObject({ id: 'token-1' })
  })
})
