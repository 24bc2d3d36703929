import type { LoginAnswer } from '../../transport/question.ts'

/** As keystone 22.0.2 of the lab printed it, with the services of the example cloud. */
export const token = {
  methods: ['password'],
  user: { domain: { id: '5d1c', name: 'admin_domain' }, id: 'dedcdd6ded384aebbba16c1f49535807', name: 'admin', password_expires_at: null },
  audit_ids: ['XXCjl5iNQvOjAJMoEpQEMw'],
  expires_at: '2026-11-22T11:04:01.000000Z',
  issued_at: '2026-11-22T10:04:01.000000Z',
  project: { domain: { id: '5d1c', name: 'admin_domain' }, id: '968d8856473d4458bb169c7361184fb2', name: 'admin' },
  is_domain: false,
  roles: [
    { id: '01e41dadfbed425a9d976db45b266455', name: 'member' },
    { id: '0d3b2aeda91a4e899e462f6268677365', name: 'admin' },
  ],
  catalog: [
    {
      endpoints: [
        {
          id: '98382530c88049118f090d3675d1abcf',
          interface: 'public',
          region_id: 'RegionOne',
          url: 'https://10.12.4.50:5000/v3',
          region: 'RegionOne',
        },
        {
          id: 'dfb8275a136845a492a0e2e478bff530',
          interface: 'internal',
          region_id: 'RegionOne',
          url: 'https://10.12.8.50:5000/v3',
          region: 'RegionOne',
        },
        {
          id: '482099890a87493a9eba7c5652f29f9d',
          interface: 'admin',
          region_id: 'RegionOne',
          url: 'https://10.12.8.50:35357/v3',
          region: 'RegionOne',
        },
      ],
      id: 'd06ebb9a63ae42718114133883f905c9',
      type: 'identity',
      name: 'keystone',
    },
    {
      endpoints: [
        {
          id: 'b43085516fed4b419f96e4f36518bfa2',
          interface: 'public',
          region_id: 'RegionOne',
          url: 'https://10.12.4.54:9696',
          region: 'RegionOne',
        },
        {
          id: '91c17bf1b41942008b5d6f412c12af84',
          interface: 'internal',
          region_id: 'RegionOne',
          url: 'https://10.12.4.54:9696',
          region: 'RegionOne',
        },
      ],
      id: 'c5d3b4d9e55347db9797b3ec29209562',
      type: 'network',
      name: 'neutron',
    },
  ],
}

export function loginAnswer(change: Readonly<Record<string, unknown>> = {}): LoginAnswer {
  return {
    kind: 'login',
    attempts: [{ project: 'admin in admin_domain', outcome: 'issued a scoped token' }],
    token: JSON.stringify({ token: { ...token, ...change } }),
  }
}
