import { describe, expect, test } from 'vitest'
import { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'
import type { Connection } from './connection.ts'
import { Prober } from './probe.ts'

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
    const { prober, asked, name } = stage({ pod: ended(1), log: [500, refused] })
    await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'unreachable',
      message: expect.stringMatching(
        /^the management cluster could not answer GET \S+\/gates-probe-[0-9a-f]{12}\/log\?container=probe&limitBytes=65536 \(500\): Get "https:\/\/10\.6\.0\.21:10250\/containerLogs": dial tcp: i\/o timeout$/,
      ),
    })
    expect(asked.at(-1)).toBe(`DELETE ${pods}/${name()}?gracePeriodSeconds=0`)
  })
})

test('one look that failed does not end the probe', async () => {
  const { prober } = stage({ pod: ended(0), log: [200, ''], missedLooks: 2 })
  expect(await prober.ask('10.12.4.50:5000', limits())).toMatchObject({ kind: 'probe', log: '' })
})

test('looks that fail to the end could not look', async () => {
  const { prober } = stage({ pod: ended(0), log: [200, ''], missedLooks: 1000 }, 0.1)
  await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ kind: 'unreachable', message: 'gone' })
})

describe('a pod that waits for its image', () => {
  const why = waiting('ErrImagePull', 'rpc error: code = NotFound desc = agnhost:2.99: not found')
  const backOff = waiting('ImagePullBackOff', 'Back-off pulling image "agnhost:2.99"')
  const seen = async (pods: Pick<Stage, 'earlier' | 'pod'>) => {
    const answer = await stage({ ...pods, log: [200, ''] }, 0.5).prober.ask('10.12.4.50:5000', limits())
    return JSON.parse(answer.pod).status.containerStatuses
  }

  test.concurrent('is shown as it was when its last pull had failed, which says why', async () => {
    expect(await seen({ earlier: [why], pod: backOff })).toEqual(why.status.containerStatuses)
  })

  test.concurrent('is shown as it is where no failed pull was seen', async () => {
    expect(await seen({ pod: backOff })).toEqual(backOff.status.containerStatuses)
  })

  test.concurrent('is shown as it is where it has come further', async () => {
    const creating = waiting('ContainerCreating')
    expect(await seen({ earlier: [why], pod: creating })).toEqual(creating.status.containerStatuses)
  })
})

test('a pod whose creation was never confirmed is deleted by the name we gave it', async () => {
  const { prober, asked, warnings, name } = stage({ pod: ended(0), log: [200, ''], creation: 'lost' })
  await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ kind: 'unreachable', message: 'gone' })
  expect(asked.at(-1)).toBe(`DELETE ${pods}/${name()}?gracePeriodSeconds=0`)
  expect(warnings).toEqual([])
})

test.each([200, 302, 500])('a pod whose creation was answered %i may exist, and is deleted', async (creation) => {
  const { prober, asked, name } = stage({ pod: ended(0), log: [200, ''], creation })
  await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ name: 'CouldNotLook' })
  expect(asked.at(-1)).toBe(`DELETE ${pods}/${name()}?gracePeriodSeconds=0`)
})

test('a pod whose name is taken is not ours to delete', async () => {
  const { prober, asked } = stage({ pod: ended(0), log: [200, ''], creation: 409 })
  await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ name: 'CouldNotLook' })
  expect(asked.filter((one) => one.startsWith('DELETE'))).toEqual([])
})

const coredns = '../../../../apis/apps/v1/namespaces/kube-system/deployments/coredns'

describe('the name in an answer leads nowhere', () => {
  test.each([coredns, '', 'a\r\nHost: evil', 'gates-probe-x7k2p', 'somebody-elses'])('such as %j', async (its) => {
    const { prober, asked, name, effects } = stage({ pod: ended(0, undefined, its), log: [200, ''] })
    expect(await prober.ask('10.12.4.50:5000', limits()).catch((error) => error)).toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      key: 'kube probe',
      message: `the API server was asked about pod ${name()} and answered about ${JSON.stringify(its.slice(0, 80))}`,
    })
    expect(asked.slice(1)).toEqual([`POST ${pods}`, `DELETE ${pods}/${name()}?gracePeriodSeconds=0`])
    expect(effects).toEqual([`deleted pod default/${name()}`])
  })

  test('nor does the name in a later answer', async () => {
    const { prober, asked, name } = stage({ pod: ended(0), log: [200, ''], nameLater: coredns })
    expect(await prober.ask('10.12.4.50:5000', limits()).catch((error) => error)).toMatchObject({
      kind: 'not-understood',
      message: `the API server was asked about pod ${name()} and answered about "${coredns}"`,
    })
    expect(asked.slice(2)).toEqual([`GET ${pods}/${name()}`, `DELETE ${pods}/${name()}?gracePeriodSeconds=0`])
  })

  test.each([
    ['null', `${pods} was not answered in the form that Kubernetes uses: the answer: Invalid input: expected object, received null`],
    ['{}', `${pods} was not answered in the form that Kubernetes uses: metadata: Invalid input: expected object, received undefined`],
    ['<html>', `${pods} was not answered with JSON: "<html>"`],
  ])('nor does an answer without one: %s', async (body, message) => {
    const { prober, asked, name } = stage({ pod: {}, log: [200, ''], created: body })
    await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({ kind: 'not-understood', key: 'kube probe', message })
    expect(asked.at(-1)).toBe(`DELETE ${pods}/${name()}?gracePeriodSeconds=0`)
  })
})

describe('of the pods that a server lists', () => {
  const left = (change: object = {}) => ({
    metadata: {
      name: 'gates-probe-x7k2p',
      namespace: 'default',
      creationTimestamp: '2026-11-22T11:40:00Z',
      labels: { 'app.kubernetes.io/managed-by': 'openstack-gates', 'openstack-gates/run': 'old', 'openstack-gates/probe': '0123456789ab' },
      annotations: { 'openstack-gates/owner': 'another/7' },
      ...change,
    },
    spec: { activeDeadlineSeconds: 90 },
  })

  test('only those that an old run of ours left behind are deleted', async () => {
    const theirs = [
      { metadata: { name: 'coredns-5d78c9869d-abcde', namespace: 'default' } },
      left({ name: 'coredns-5d78c9869d-abcde' }),
      left({ name: coredns }),
      left({ name: '' }),
      left({ namespace: 'kube-system' }),
      left({ labels: {} }),
    ]
    const { prober, asked, name } = stage({ pod: ended(0), log: [200, ''], listed: { items: [...theirs, left()] } })
    await prober.ask('10.12.4.50:5000', limits())
    expect(asked.filter((one) => one.startsWith('DELETE'))).toEqual([
      `DELETE ${pods}/gates-probe-x7k2p?gracePeriodSeconds=0`,
      `DELETE ${pods}/${name()}?gracePeriodSeconds=0`,
    ])
  })

  test('none is deleted after the deadline', async () => {
    const { prober, asked } = stage({ pod: ended(0), log: [200, ''], listed: { items: [left()] } })
    await expect(prober.ask('10.12.4.50:5000', { ...limits(), signal: AbortSignal.abort(new Error('SIGINT')) })).rejects.toThrow('SIGINT')
    expect(asked).toHaveLength(1)
  })

  test.each([{}, { items: null }, { items: [null] }, { items: [{ metadata: {} }] }])('none is deleted from %j', async (listed) => {
    const { prober, asked } = stage({ pod: ended(0), log: [200, ''], listed })
    await expect(prober.ask('10.12.4.50:5000', limits())).rejects.toMatchObject({
      kind: 'not-understood',
      key: 'kube probe',
      message: expect.stringContaining(' was not answered in the form that Kubernetes uses: items'),
    })
    expect(asked).toHaveLength(1)
  })
})

test('a pod that cannot be deleted is named with the command that does, and the answer stands', async () => {
  const { prober, warnings, name } = stage({ pod: ended(0), log: [200, ''], deletion: 403 })
  expect(await prober.ask('10.12.4.50:5000', limits())).toMatchObject({ kind: 'probe' })
  expect(warnings).toEqual([
    `the probe pod could not be removed: the management cluster knows us but does not let us DELETE ${pods}/${name()} (403); remove it with: kubectl -n default delete pod ${name()}`,
  ])
})

interface Stage {
  /** The pod as later looks show it. It takes the name of the created pod, unless it has a name of its own. */
  readonly pod: { readonly metadata?: { readonly name?: string } }
  readonly log: readonly [status: number, body: string]
  /** The pods that the first looks show instead. */
  readonly earlier?: readonly Stage['pod'][]
  /** How many looks at the pod fail before one is answered. */
  readonly missedLooks?: number
  /** The status of the answer to the creation; absent: 201. */
  readonly creation?: number | 'lost'
  /** The body of that answer; absent: the pod. */
  readonly created?: string
  /** The name of the pod when it is looked at; absent: its own. */
  readonly nameLater?: string
  /** What the server lists when it is asked for our pods. */
  readonly listed?: object
  readonly deletion?: number
}

/** A prober before an API server that answers from a script. */
function stage(
  { pod, log, earlier = [], missedLooks = 0, creation = 201, created, nameLater, listed = { items: [] }, deletion = 200 }: Stage,
  timeoutS = 20,
) {
  const asked: string[] = []
  const warnings: string[] = []
  const effects: string[] = []
  let missed = 0
  let looks = 0
  let name = ''
  const gone = new CouldNotLook('unreachable', 'kube mgmt', 'gone')
  const body = (its = name, shown = pod) => JSON.stringify({ ...shown, metadata: { name: its, ...pod.metadata } })
  const answerTo = (method: string, path: string): readonly [number, string] => {
    if (method === 'POST' && creation === 'lost') throw gone
    if (method === 'POST') return [creation as number, created ?? body()]
    if (method === 'DELETE') return [deletion, '']
    if (path.includes('/log?')) return log
    if (path.includes('labelSelector')) return [200, JSON.stringify(listed)]
    if (missed++ < missedLooks) throw gone
    return [200, body(nameLater, earlier[looks++])]
  }
  const connection = {
    async request(
      method: string,
      path: string,
      _limits: unknown,
      sent?: { readonly metadata: { readonly name: string } },
    ): Promise<GetAnswer> {
      asked.push(`${method} ${path}`)
      name = sent?.metadata.name ?? name
      const [status, body] = answerTo(method, path)
      return { kind: 'get', status, headers: {}, body }
    },
  }
  const prober = new Prober({
    connection: connection as unknown as Connection,
    settings: { namespace: 'default', image: 'agnhost', timeoutS },
    runId: 'run-1',
    onWarning: (text) => warnings.push(text),
    onEffect: (text) => effects.push(text),
    pollMs: 5,
  })
  return { prober, asked, warnings, effects, name: () => name }
}

function ended(exitCode: number, message?: string, name?: string) {
  const terminated = { exitCode, ...(message === undefined ? {} : { message }) }
  return {
    metadata: name === undefined ? {} : { name },
    status: { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses: [{ state: { terminated } }] },
  }
}

function waiting(reason: string, message?: string) {
  const state = { waiting: { reason, ...(message === undefined ? {} : { message }) } }
  return { metadata: {}, status: { phase: 'Pending', containerStatuses: [{ state }] } }
}

function limits() {
  return { signal: AbortSignal.timeout(20_000), maxBytes: 1_000_000 }
}
