import { describe, expect, test } from 'vitest'
import { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'
import type { Connection } from './connection.ts'
import { Prober } from './probe.ts'

const name = 'gates-probe-x7k2p'
const pods = '/api/v1/namespaces/default/pods'
const refused = '{"kind":"Status","message":"Get \\"https://10.6.0.21:10250/containerLogs\\": dial tcp: i/o timeout"}'

describe('when the log is out of reach', () => {
  test('the words kept in the pod’s status stand in for it', async () => {
    const { prober } = stage({ pod: ended(1, 'TIMEOUT\n'), log: [500, refused] })
    expect(await prober.ask('10.12.4.50:5000', limits())).toMatchObject({ kind: 'probe', log: 'TIMEOUT\n' })
  })

  test('success needs no word', async () => {
    const { prober } = stage({ pod: ended(0), log: [500, refused] })
    expect(await prober.ask('10.12.4.50:5000', limits())).toMatchObject({ kind: 'probe', log: '' })
  })

  test('a failure without its word could not look, and the pod is gone all the same', async () => {
    const { prober, asked } = stage({ pod: ended(1), log: [500, refused] })
    await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'unreachable',
      message: `the management cluster could not answer GET ${pods}/${name}/log?container=probe&limitBytes=65536 (500): Get "https://10.6.0.21:10250/containerLogs": dial tcp: i/o timeout`,
    })
    expect(asked.at(-1)).toBe(`DELETE ${pods}/${name}?gracePeriodSeconds=0`)
  })
})

test('one look that failed does not end the probe', async () => {
  const { prober } = stage({ pod: ended(0), log: [200, ''], missedLooks: 2 })
  expect(await prober.ask('10.12.4.50:5000', limits())).toMatchObject({ kind: 'probe', log: '' })
})

test('looks that fail to the end could not look', async () => {
  const { prober } = stage({ pod: ended(0), log: [200, ''], missedLooks: 1000 }, 1)
  await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ kind: 'unreachable', message: 'gone' })
})

test('a pod whose creation was never confirmed is found by its label and deleted', async () => {
  const { prober, asked, warnings } = stage({ pod: ended(0), log: [200, ''], creationLost: true })
  await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ kind: 'unreachable', message: 'gone' })
  expect(asked.at(-2)).toMatch(/^GET \/api\/v1\/namespaces\/default\/pods\?labelSelector=openstack-gates%2Fprobe%3D[0-9a-f]{12}$/)
  expect(asked.at(-1)).toBe(`DELETE ${pods}/${name}?gracePeriodSeconds=0`)
  expect(warnings).toEqual([])
})

test('a pod that cannot be deleted is named with the command that does, and the answer stands', async () => {
  const { prober, warnings } = stage({ pod: ended(0), log: [200, ''], deletion: 403 })
  expect(await prober.ask('10.12.4.50:5000', limits())).toMatchObject({ kind: 'probe' })
  expect(warnings).toEqual([
    `the probe pod could not be removed: the management cluster knows us but does not let us DELETE ${pods}/${name} (403); remove it with: kubectl -n default delete pod ${name}`,
  ])
})

interface Stage {
  readonly pod: object
  readonly log: readonly [status: number, body: string]
  /** How many looks at the pod fail before one is answered. */
  readonly missedLooks?: number
  readonly creationLost?: boolean
  readonly deletion?: number
}

/** A prober before an API server that answers from a script. */
function stage({ pod, log, missedLooks = 0, creationLost = false, deletion = 200 }: Stage, timeoutS = 20) {
  const asked: string[] = []
  const warnings: string[] = []
  let missed = 0
  const gone = new CouldNotLook('unreachable', 'kube mgmt', 'gone')
  const answerTo = (method: string, path: string): readonly [number, string] => {
    if (method === 'POST' && creationLost) throw gone
    if (method === 'POST') return [201, JSON.stringify(pod)]
    if (method === 'DELETE') return [deletion, '']
    if (path.includes('/log?')) return log
    if (path.includes('managed-by')) return [200, '{"items":[]}']
    if (path.includes('labelSelector')) return [200, JSON.stringify({ items: [pod] })]
    if (missed++ < missedLooks) throw gone
    return [200, JSON.stringify(pod)]
  }
  const connection = {
    async request(method: string, path: string): Promise<GetAnswer> {
      asked.push(`${method} ${path}`)
      const [status, body] = answerTo(method, path)
      return { kind: 'get', status, headers: {}, body }
    },
  }
  const prober = new Prober({
    connection: connection as unknown as Connection,
    settings: { namespace: 'default', image: 'agnhost', timeoutS },
    runId: 'run-1',
    onWarning: (text) => warnings.push(text),
    onEffect: () => {},
  })
  return { prober, asked, warnings }
}

function ended(exitCode: number, message?: string): object {
  const terminated = { exitCode, ...(message === undefined ? {} : { message }) }
  return { metadata: { name }, status: { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses: [{ state: { terminated } }] } }
}

function limits() {
  return { signal: AbortSignal.timeout(20_000), maxBytes: 1_000_000 }
}
