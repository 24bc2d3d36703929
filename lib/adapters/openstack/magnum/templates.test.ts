import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { templates } from './templates.ts'

/** As magnum 15.0.1 of the lab answered the creation of a template that named no network driver. */
const captured = {
  uuid: '379f8fee-5faa-40c0-b183-129e8dc2631d',
  name: 'k8s',
  coe: 'kubernetes',
  image_id: 'f072fa1b-a887-4416-8308-8e2fa9c60d46',
  flavor_id: 'k8s',
  master_flavor_id: 'k8s',
  dns_nameserver: null,
  keypair_id: 'k',
  external_network_id: 'b2ae9300-ddda-4a91-afad-a641c7763494',
  fixed_network: null,
  network_driver: 'flannel',
  docker_volume_size: null,
  cluster_distro: 'fedora-coreos',
  volume_driver: null,
  registry_enabled: false,
  labels: { kube_tag: 'v1.28.9' },
  tls_disabled: false,
  public: false,
  server_type: 'vm',
  master_lb_enabled: false,
  floating_ip_enabled: true,
  project_id: '968d8856473d4458bb169c7361184fb2',
  user_id: 'dedcdd6ded384aebbba16c1f49535807',
  hidden: false,
  tags: null,
  created_at: '2026-11-22T10:16:31.110374+00:00',
  updated_at: null,
}
const from = (change: object) => templates.row(new JsonObject({ ...captured, ...change }, 'clustertemplates[0]'))

describe('a cluster template', () => {
  test('has a network driver beside its labels', () => {
    expect(from({})).toEqual({
      uuid: '379f8fee-5faa-40c0-b183-129e8dc2631d',
      name: 'k8s',
      coe: 'kubernetes',
      networkDriver: 'flannel',
      image: 'f072fa1b-a887-4416-8308-8e2fa9c60d46',
      labels: { kube_tag: 'v1.28.9' },
      isHidden: false,
      isPublic: false,
      projectId: '968d8856473d4458bb169c7361184fb2',
    })
  })

  test('may have no name, no network driver and no labels', () => {
    expect(from({ name: null, network_driver: null, labels: {}, hidden: true })).toMatchObject({ name: '', labels: {}, isHidden: true })
    expect(from({ network_driver: null })).not.toHaveProperty('networkDriver')
  })

  test('has labels of any plain kind, as they were sent', () => {
    expect(from({ labels: { auto_healing_enabled: true, min_node_count: 2, kube_tag: 'v1' } }).labels).toEqual({
      auto_healing_enabled: 'true',
      min_node_count: '2',
      kube_tag: 'v1',
    })
  })

  test.each([
    [{ uuid: undefined }, 'clustertemplates[0].uuid: wanted a text, got nothing'],
    [{ coe: null }, 'clustertemplates[0].coe: wanted a text, got null'],
    [{ labels: undefined }, 'clustertemplates[0].labels: wanted an object, got nothing'],
    [{ labels: { a: ['b'] } }, 'clustertemplates[0].labels.a: wanted a text, got ["b"]'],
  ])('without what it must have is not understood: %j', (change, message) => {
    expect(() => from(change)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
