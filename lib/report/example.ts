import { type ClaimResult, type Finding, type GateResult, type RunResult, resultSchemaId } from './result.ts'

/** All phases in order, each with its question, in the form in which reports receive them. */
export const examplePhases = [
  { id: 'access', question: 'Can we look at all?' },
  { id: '00-maas', question: 'Are the machines ours and ready?' },
  { id: '01-deploy', question: 'Did everything Juju deployed settle?' },
  { id: '02-vault', question: 'Is vault open, and its CA real?' },
  { id: '03-core', question: 'Do the core services answer, every one of them?' },
  { id: '04-network', question: 'Does every address have one holder?' },
  { id: '05-octavia', question: 'Can a load balancer be built?' },
  { id: '06-capi-mgmt', question: 'Can the management cluster create clusters?' },
  { id: '07-magnum', question: 'Will Magnum find its driver, helm and kubeconfig?' },
  { id: '08-workload', question: 'Are the workload clusters what they say they are?' },
] as const

const tokenExpired = {
  kind: 'credential',
  key: 'api mgmt',
  message: 'the management API answered 401 Unauthorized: the token in ~/mgmt.kubeconfig has expired',
  remedy: 'ssh ubuntu@10.12.4.61 sudo k8s config > ~/mgmt.kubeconfig',
}

/**
 * A run in which every verdict occurs. It also has one root cause that two gates share, and a gate that blocks others. For tests and for people who
 * work on reports.
 */
export const exampleResult: RunResult = {
  schema: resultSchemaId,
  run: {
    id: '20260312T021500Z-3f9c',
    site: 'example',
    mode: 'live',
    startedAt: '2026-03-12T02:15:00.000Z',
    durationMs: 12_345.678,
    questions: { asked: 41, reused: 17, connections: { 'keystone/0': 1, 'keystone/1': 1, 'magnum/0': 1 } },
  },
  verdict: 'fail',
  exitCode: 1,
  counts: { pass: 5, warn: 1, fail: 1, skip: 4, unknown: 3 },
  gates: [
    gate('access', 'juju-login-fresh', ['juju-macaroon'], 'pass', { claims: held('the controller accepts our login') }),
    gate('access', 'units-reachable-by-ssh', ['L-P6-1'], 'pass', {
      claims: held('every unit has a pinned host key', 'every unit answers'),
    }),
    gate('access', 'mgmt-api-answers', ['D-041', 'parked'], 'unknown', {
      claims: [claim('the API answers', 'unknown', tokenExpired.message)],
      causes: [tokenExpired],
    }),
    gate('01-deploy', 'units-settled', ['D-045'], 'pass', { claims: held('juju shows units', 'no unit is in error') }),
    advisory('01-deploy', 'charms-match-lock', ['appendix-B'], 'warn', {
      claims: [
        ...held('every charm of the lock file is deployed'),
        claim('no charm has drifted', 'warn', '1 of 31 charms drifted from the lock file', [
          { at: 'memcached', saw: 'latest/stable rev 39, locked is rev 37' },
        ]),
      ],
      fix: 'juju refresh memcached --revision 37',
    }),
    gate('03-core', 'haproxy-zero-down', ['D-045', 'DOCFIX-031'], 'fail', {
      claims: [
        saw('every unit that runs haproxy answered, and has backends', '1 of 12 units did not answer', [
          { at: 'neutron-api/0', saw: 'no answer: sudo asks for a password' },
        ]),
        claim('no server is DOWN', 'fail', '1 of 118 servers is DOWN', [
          { at: 'keystone/1', saw: 'admin-port/keystone-0  DOWN 3h12m, L7STS 400 Bad Request' },
        ]),
      ],
      fix: 'sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy   (on keystone/1)',
    }),
    gate('03-core', 'root-ca-parses', ['DOCFIX-021'], 'pass', { claims: held('the file was read', 'it is one CA certificate') }),
    gate('03-core', 'nginx-config-valid', ['nginx-reverse-proxy'], 'skip', {
      reason: 'waived until 2026-12-31: no reverse proxy in this cloud (ops, ticket 4711)',
    }),
    gate('06-capi-mgmt', 'cert-manager-ready', ['DOCFIX-025a'], 'skip', blocked('mgmt-api-answers')),
    gate('06-capi-mgmt', 'capi-providers-ready', ['D-034'], 'skip', blocked('mgmt-api-answers')),
    gate('06-capi-mgmt', 'keystone-egress', ['D-035'], 'skip', blocked('mgmt-api-answers')),
    gate('07-magnum', 'helm-on-init-path', ['DOCFIX-035'], 'pass', { claims: held('every magnum unit answered', 'helm is /usr/bin/helm') }),
    gate('07-magnum', 'conductor-daemon-args', ['D-037', 'L-P6-1', 'L-P6-2'], 'unknown', {
      claims: [saw('every magnum unit answered', '1 of 3 units did not answer', [{ at: 'magnum/2', saw: 'no answer within 20 s' }])],
      causes: [
        {
          kind: 'timeout',
          key: 'ssh magnum/2',
          message: 'magnum/2 did not answer on port 22 within 20 s',
          remedy: 'juju ssh magnum/2 true',
        },
      ],
    }),
    advisory('07-magnum', 'kubeconfig-least-privilege', ['L-P6-4'], 'unknown', {
      causes: [tokenExpired],
    }),
  ],
}

type Rest = Partial<Omit<GateResult, 'id' | 'phase' | 'source' | 'verdict'>>

function gate(phase: string, id: string, source: string[], verdict: GateResult['verdict'], rest: Rest): GateResult {
  return { id, phase, severity: 'blocking', source, verdict, durationMs: 412.34567, claims: [], causes: [], notes: [], ...rest }
}

function advisory(phase: string, id: string, source: string[], verdict: GateResult['verdict'], rest: Rest): GateResult {
  return gate(phase, id, source, verdict, { ...rest, severity: 'advisory' })
}

function claim(title: string, verdict: ClaimResult['verdict'], message = '', findings: Finding[] = []): ClaimResult {
  return { title, kind: 'holds', verdict, message, findings }
}

function saw(title: string, message: string, findings: Finding[] = []): ClaimResult {
  return { ...claim(title, 'unknown', message, findings), kind: 'saw' }
}

function blocked(by: string): Rest {
  return { blockedBy: by, reason: `blocked by ${by}` }
}

function held(...titles: string[]): ClaimResult[] {
  return titles.map((title) => claim(title, 'pass'))
}
