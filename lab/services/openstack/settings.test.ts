import { expect, test } from 'vitest'
import type { Cloud } from './cloud.ts'
import { iniText } from './ini.ts'
import { settingsOf } from './settings.ts'
import { apis } from './table.ts'

const cloud: Cloud = {
  dir: '/lab/openstack',
  identity: { url: 'https://127.0.4.50:5000/v3', caFile: '/lab/ca.crt', user: 'admin', password: 'secret', project: 'admin', domain: 'd' },
}

test('an ini file has its options under their sections', () => {
  expect(iniText({ DEFAULT: { debug: false }, api: { port: 9511, host: '127.0.2.11' } })).toBe(
    '[DEFAULT]\ndebug = false\n\n[api]\nport = 9511\nhost = 127.0.2.11\n',
  )
})

test('no service is given the administrator’s password', () => {
  expect(apis.filter(({ name }) => iniText(settingsOf(cloud, name)).includes('secret'))).toEqual([])
})

test('every service knows itself to Keystone by its own name, over verified TLS', () => {
  for (const { name } of apis) {
    const { keystone_authtoken: login } = settingsOf(cloud, name)
    expect(login).toMatchObject({ username: name, auth_url: 'https://127.0.4.50:5000/v3', cafile: '/lab/ca.crt' })
  }
})

test('a service without settings is named', () => {
  expect(() => settingsOf(cloud, 'heat')).toThrow('no settings for heat')
})
