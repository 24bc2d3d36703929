import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { DeadMan, Notify } from '../phase/nightly.ts'
import { projectDir } from '../phase/project.ts'
import { type Notice, noticeSchemaId } from '../report/notice.ts'
import { deliver, ping } from './targets.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-targets-'))
const path = (name: string) => join(scratch, name)
afterAll(() => rmSync(scratch, { recursive: true }))
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const notice: Notice = {
  schema: noticeSchemaId,
  id: 'abc',
  kind: 'change',
  at: '2026-03-12T02:20:00.000Z',
  site: 'prod',
  run: { id: 'r', startedAt: '2026-03-12T02:15:00.000Z', mode: 'live', exitCode: 1 },
  answer: 'No: 1 gate failed (haproxy-zero-down).',
  title: 'prod: not green now: haproxy-zero-down',
  text: 'prod: not green now: haproxy-zero-down\n\n<!channel> ```1 of 118 servers is DOWN & out\n',
  troubles: ['The run of 2026-03-11 02:15 UTC was killed.'],
  gates: [
    {
      id: 'haproxy-zero-down',
      phase: '03-core',
      became: 'new',
      verdict: 'fail',
      severity: 'blocking',
      since: '2026-03-12T02:15:00.000Z',
      saw: '1 of 118 servers is DOWN',
      findings: [],
      fix: 'sudo haproxy -c -f /etc/haproxy/haproxy.cfg',
    },
    {
      id: 'root-ca-parses',
      phase: '03-core',
      became: 'recovered',
      verdict: 'pass',
      severity: 'blocking',
      since: '2026-03-10T02:15:00.000Z',
      saw: '',
      findings: [],
    },
  ],
}

interface Asked {
  readonly line: string
  readonly body: string
}

/** A server on loopback and what it was asked. */
async function server(answer: RequestListener) {
  const asked: Asked[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      asked.push({ line: `${request.method} ${request.url}`, body })
      answer(request, response)
    })
  }
  const own = createServer(listener)
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
  closers.push(() => own.close())
  return { asked, host: `127.0.0.1:${(own.address() as AddressInfo).port}` }
}

const ok: RequestListener = (_request, response) => response.end('ok')
const program = (text: string) => {
  writeFileSync(path('program'), `#!/bin/sh\n${text}\n`)
  chmodSync(path('program'), 0o700)
  return [path('program')]
}
const secrets: string[] = []
const send = (target: object, one = notice) => deliver(one, Notify.parse(target), (secret) => secrets.push(secret))

describe('a command', () => {
  test('gets the notice, and of the environment only where and in which language it runs', async () => {
    process.env.TEST_OS_PASSWORD = 'correct-horse'
    await send({ command: program(`cat > '${path('input')}'; env > '${path('env')}'`) })
    delete process.env.TEST_OS_PASSWORD
    expect(JSON.parse(readFileSync(path('input'), 'utf8'))).toEqual(notice)
    const names = readFileSync(path('env'), 'utf8').match(/^\w+(?==)/gm) ?? []
    const known = ['HOME', 'LANG', 'LC_ALL', 'LOGNAME', 'OLDPWD', 'PATH', 'PWD', 'SHLVL', 'TZ', 'USER', '_']
    expect(names.filter((name) => !known.includes(name))).toEqual([])
  })

  test.each([
    ['that fails', 'echo first >&2; echo no route >&2; exit 69', 'program exited 69: no route'],
    ['that hangs', 'exec sleep 60', 'program did not end within 1 s'],
    ['that ends without reading', 'exec <&-; exit 3', 'program exited 3'],
  ])('%s is not delivered', async (_what, text, sentence) => {
    await expect(send({ command: program(text), timeoutS: 1 })).rejects.toThrow(join(scratch, sentence))
  })

  test('that is not there is not delivered', async () => {
    await expect(send({ command: ['/nowhere/mailer'] })).rejects.toThrow('/nowhere/mailer: no such file')
  })
})

describe('a URL', () => {
  test('of a chat room gets text in which nothing is a call to everybody', async () => {
    const { asked, host } = await server(ok)
    writeFileSync(path('url'), `http://${host}/hooks/T0/B0/verysecret\n`)
    await send({ urlFile: path('url'), format: 'chat' })
    expect(asked.map(({ line }) => line)).toEqual(['POST /hooks/T0/B0/verysecret'])
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      text: "prod: not green now: haproxy-zero-down\n```\n&lt;!channel&gt; '''1 of 118 servers is DOWN &amp; out\n```",
    })
    expect(secrets).toContain('/hooks/T0/B0/verysecret')
  })

  test('of Alertmanager gets an alert for each gate, which ends when it has recovered', async () => {
    const { asked, host } = await server(ok)
    await send({ url: `http://${host}/api/v2/alerts`, format: 'alertmanager' })
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual([
      {
        labels: { alertname: 'GateNotGreen', gate: 'haproxy-zero-down', phase: '03-core', site: 'prod', severity: 'blocking' },
        annotations: {
          summary: 'haproxy-zero-down: 1 of 118 servers is DOWN',
          verdict: 'fail',
          fix: 'sudo haproxy -c -f /etc/haproxy/haproxy.cfg',
          run: 'r',
        },
        startsAt: '2026-03-12T02:15:00.000Z',
        endsAt: '2026-04-13T02:20:00.000Z',
      },
      {
        labels: { alertname: 'GateNotGreen', gate: 'root-ca-parses', phase: '03-core', site: 'prod', severity: 'blocking' },
        annotations: { summary: 'root-ca-parses: green again', verdict: 'pass', run: 'r' },
        startsAt: '2026-03-10T02:15:00.000Z',
        endsAt: '2026-03-12T02:20:00.000Z',
      },
      {
        labels: { alertname: 'GatesNightlyTrouble', site: 'prod', severity: 'advisory' },
        annotations: { summary: 'The run of 2026-03-11 02:15 UTC was killed.' },
        startsAt: '2026-03-12T02:20:00.000Z',
        endsAt: '2026-03-13T02:20:00.000Z',
      },
    ])
  })

  test('of Alertmanager gets no alert that ends before it starts, which would be refused: the clock may have been wrong when the gate was first red', async () => {
    const { asked, host } = await server(ok)
    const gates = notice.gates.map((gate) => ({ ...gate, since: '2096-01-01T00:00:00.000Z' }))
    await send({ url: `http://${host}/api/v2/alerts`, format: 'alertmanager' }, { ...notice, gates, troubles: [] })
    const times = JSON.parse(asked[0]?.body ?? '').map(({ startsAt, endsAt }: Record<string, string>) => [startsAt, endsAt])
    expect(times).toEqual([
      ['2026-03-12T02:20:00.000Z', '2026-04-13T02:20:00.000Z'],
      ['2026-03-12T02:20:00.000Z', '2026-03-12T02:20:00.000Z'],
    ])
  })

  test.each([
    [503, {}, 'answered 503'],
    [302, { location: 'http://127.0.0.1:1/' }, 'answered 302, a redirect, which is not followed'],
  ])('that answers %i is not delivered', async (status, headers, sentence) => {
    const { host } = await server((_request, response) => response.writeHead(status, headers).end())
    await expect(send({ url: `http://${host}/x` })).rejects.toThrow(`${host} ${sentence}`)
  })

  test('that switches to another protocol is not delivered, and is not waited for', async () => {
    const { host } = await server((request) =>
      request.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    )
    await expect(send({ url: `http://${host}/x` })).rejects.toThrow(`${host} could not be asked: no HTTP answer`)
  })

  test('that does not answer is given up, and never named whole', async () => {
    const { host } = await server(() => {})
    process.env.TEST_HOOK = `http://${host}/hooks/verysecret`
    const failed = await send({ urlEnv: 'TEST_HOOK', timeoutS: 1 }).catch((error: Error) => error.message)
    delete process.env.TEST_HOOK
    expect(failed).toBe(`${host} did not answer within 1 s`)
  })

  test.each([
    [
      'plain HTTP to another machine',
      'http://10.0.0.1/x',
      'the URL must begin with https://, or with http:// for this machine, and must not hold a login',
    ],
    [
      'a login in it',
      'https://a:b@127.0.0.1/x',
      'the URL must begin with https://, or with http:// for this machine, and must not hold a login',
    ],
    ['no URL', 'chat room', 'url holds text that is not a URL'],
    ['nothing', '\n', 'url holds no URL'],
  ])('%s is refused', async (_what, text, sentence) => {
    writeFileSync(path('url'), text)
    await expect(send({ urlFile: path('url') })).rejects.toThrow(sentence)
  })
})

test('a dead-man switch hears the start, a green end, and the exit code of another', async () => {
  const { asked, host } = await server(ok)
  const deadMan = DeadMan.parse({ url: `http://${host}/ping/1234?create=1` })
  for (const at of ['start', 0, 3, 'fail'] as const) await ping(deadMan, at, () => {})
  expect(asked.map(({ line }) => line)).toEqual([
    'GET /ping/1234/start?create=1',
    'GET /ping/1234?create=1',
    'GET /ping/1234/3?create=1',
    'GET /ping/1234/fail?create=1',
  ])
})

test('a target says in one way where it is', () => {
  expect(Notify.safeParse({ command: ['a'], url: 'https://a.example/' }).error?.issues[0]?.message).toBe(
    'exactly one of command, url, urlFile and urlEnv',
  )
  expect(Notify.safeParse({ url: 'https://user:word@a.example/' }).success).toBe(false)
})
