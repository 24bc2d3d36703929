import { expect, test } from 'vitest'
import { filled } from './fill.ts'
import { Site } from './site.ts'

const site = Site.parse({
  name: 'prod',
  networks: { provider: { cidr: '192.0.2.0/24' } },
  ssh: { knownHosts: '/k' },
  keystone: { address: '192.0.2.5' },
  maas: { profile: 'ops', hosts: { a: 'abc' } },
  vault: { initFile: "/home/o'k/my init.txt" },
})

test.each([
  ['maas {maas.profile} machines read', 'maas ops machines read'],
  ['curl https://{keystone.address}:{keystone.port}/v3', 'curl https://192.0.2.5:5000/v3'],
  ['ls -l {vault.initFile}', "ls -l '/home/o'\\''k/my init.txt'"],
  ['openstack server show {mgmt.server}', 'openstack server show MGMT_SERVER'],
  ["jq '{name, a: .b}' and network: {enabled: true}", "jq '{name, a: .b}' and network: {enabled: true}"],
  ['grep vip: {bundle}', 'grep vip: BUNDLE'],
  ['echo {networks.provider}', 'echo NETWORKS_PROVIDER'],
])('%s becomes %s', (fix, becomes) => {
  expect(filled(fix, site)).toBe(becomes)
})
