import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { dump } from 'js-yaml'
import { Site } from '../../lib/phase/site.ts'
import { projectRoot, siteFile, state, stateDir } from '../host/state.ts'
import { openrcFile } from '../services/keystone/place.ts'
import { maasSite } from '../services/maas/up.ts'
import { nginxSite } from '../services/nginx/index.ts'
import { openstackRuns } from '../services/openstack/lab.ts'
import { keptInitFile, vaultSite } from '../services/vault/kept.ts'
import { deploySite } from './deploy.ts'
import { knownHosts, userKey } from './keys.ts'
import { caFile } from './pki.ts'
import {
  applications,
  controllerAddress,
  hypervisor,
  mgmtNode,
  model,
  networks,
  regionController,
  sshPort,
  staleVips,
  vips,
} from './table.ts'

/** The management cluster's credentials; the file is there once the cluster is up. */
export const kubeconfig = state('kube', 'kubeconfig.yaml')

/** Writes the site file of the lab. Relative paths in the file start at the file's folder. */
export function writeSite(): void {
  const keystone = applications.find((app) => app.name === 'keystone')
  const here = (path: string) => relative(stateDir, path)
  const deploy = deploySite()
  const site = {
    name: 'lab',
    networks: { ...networks, provider: { ...networks.provider, staleVips: [staleVips] } },
    ...maasSite(),
    ...deploy,
    ...nginxSite,
    hosts: { juju: controllerAddress.split(':')[0], maas: regionController },
    hypervisor: { address: hypervisor.metal },
    juju: { model, command: here(`${projectRoot}/lab/bin/juju`) },
    ssh: { user: 'ubuntu', port: sshPort, keyFile: here(userKey), agent: false, knownHosts: here(knownHosts) },
    keystone: { address: keystone ? vips(keystone)[0] : undefined, port: 5000 },
    caFile: here(caFile),
    mgmt: { kubeconfig: here(kubeconfig), node: mgmtNode.metal, probe: { namespace: 'default' } },
    // the lab's only API server plays the workload cluster as well
    workload: [{ name: 'demo', kubeconfig: here(kubeconfig) }],
    // short waiting times: the lab's conductor is ready a second after its start, and faults often restart it
    want: {
      ...deploy.want,
      // By default, a silent API does not fail the gate for some minutes after the start of the management server.
      // A lab is seldom up for longer, so the gate would seldom fail.
      'mgmt-api-answers': { graceMinutes: 0 },
      // the lab's Neutron has no agents
      'openstack-services-up': { withoutDaemons: ['network'] },
      'conductor-daemon-args': { settledAfterS: 1 },
      'nodes-initialized': { settledAfterS: 0 },
      'workload-nodes-ready': { settledAfterS: 0 },
      'no-stuck-deletes': { minutes: 0 },
    },
    ...vaultSite(here(keptInitFile)),
    ...(openstackRuns() ? { openrc: here(openrcFile) } : {}),
  }
  Site.parse(site)
  writeFileSync(siteFile, `# Written by lab/up; lab/down deletes it.\n${dump(site, { noRefs: true })}`, { mode: 0o600 })
}
