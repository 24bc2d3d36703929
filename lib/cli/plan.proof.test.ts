import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('plan', { copied: true })
afterAll(gates.remove)

const site = join(gates.scratch, 'mine.yaml')
const facts = `
name: mine
networks: { a: { cidr: 192.168.4.0/24 } }
ssh: { knownHosts: pins, user: observer }
juju: { model: prod, command: /opt/juju }
keystone: { address: 192.168.4.5 }
`

describe('gates plan', () => {
  test('tells every command with where it runs, how often and for which gates, and runs none', async () => {
    writeFileSync(site, `${facts}mgmt: { kubeconfig: /etc/k.yaml }\n`)
    const plan = await gates.run(['plan', '--gate', 'helm-on-init-path,keystone-egress,vip-primary-collision', '--site', site])
    expect(plan).toEqual({
      code: 0,
      stderr: '',
      stdout: `mine · 7 gates: what a run would ask

this machine
  /opt/juju status -m prod --format json
      juju-login-fresh, vip-primary-collision, units-reachable-by-ssh, helm-on-init-path
  /opt/juju config <application> -m prod --format json   for each application
      vip-primary-collision

each unit that a selected gate asks, by SSH as observer
  true
      units-reachable-by-ssh

each unit of magnum, by SSH as observer
  sudo -n -u magnum env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'command -v helm && helm version --short'
      helm-on-init-path
  env LC_ALL=C TZ=UTC0 ps -ww -C magnum-conductor -o pid=,ppid=,user:32=,stat=,lstart=,args=
      helm-on-init-path
  systemctl show magnum-conductor -p MainPID,NRestarts,ActiveState,SubState,Result,LoadState
      helm-on-init-path
  sudo -n grep -z '^PATH=' /proc/<process>/environ   for each process
      helm-on-init-path
  grep -E '^[[:space:]]*(export[[:space:]]+)?PATH=' /etc/init.d/magnum-conductor   only when something is amiss
      helm-on-init-path

the management cluster, with /etc/k.yaml
  GET /version
      mgmt-api-answers
  GET /api/v1/nodes?limit=500
      mgmt-nodes-ready
  a pod connects to 192.168.4.5:5000   creates one pod for a few seconds
      keystone-egress

OpenStack, with a token
  one token, with the credential of the openrc   only when something is amiss
      mgmt-api-answers
  identity: GET /v3/projects   only when something is amiss
      mgmt-api-answers
  compute: GET /servers/detail?all_tenants=1   only when something is amiss
      mgmt-api-answers

14 questions, 2 with sudo, 1 with an effect (--no-probes leaves them out). Nothing was run. A
question that several gates ask is sent once. What only the cloud knows, such as names and addresses
from an answer, is shown as <…> or with a value from the example cloud.
`,
    })
  })

  test('a management cluster that is parked is not asked, nor a gate that needs it', async () => {
    writeFileSync(site, `${facts}mgmt: { kubeconfig: /etc/k.yaml, parked: { reason: winter, since: 2026-01-01 } }\n`)
    const { code, stdout } = await gates.run(['plan', '--gate', 'keystone-egress', '--site', site])
    expect({ code, first: stdout.split('\n')[2]?.slice(0, 64) }).toEqual({
      code: 0,
      first: '0 questions, 0 with sudo, 0 with an effect. Nothing was run. A q',
    })
  })

  test('expectations and files of the site show in the commands', async () => {
    writeFileSync(site, `${facts}want: { helm-checksum: { path: /opt/helm } }\n`)
    const { stdout } = await gates.run(['plan', '--gate', 'helm-checksum', '--site', site])
    expect(stdout).toContain('  sha256sum /opt/helm\n      helm-checksum\n')
  })

  test('without a site the example is planned for, and that is said', async () => {
    const { code, stdout } = await gates.run(['plan', '--phase', 'access'])
    expect(code).toBe(0)
    expect(stdout.split('\n').at(-2)).toBe(
      'This is the example site: there is no site of your own yet. Make one with "cp sites/example.yaml sites/mycloud.yaml"',
    )
  })

  test('a selection of nothing is exit 2', async () => {
    expect(await gates.run(['plan', '--gate', 'helm-on-init-pth'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'gates: There is no gate or trap called helm-on-init-pth. Did you mean helm-on-init-path? "bin/gates list" shows them all\n',
    })
  })
})
