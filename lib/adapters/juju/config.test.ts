import { describe, expect, test } from 'vitest'
import { jujuConfig } from './config.ts'

const { argv, parse } = jujuConfig('juju', 'openstack', 'cinder')
const read = (document: unknown) => parse({ kind: 'command', exitCode: 0, stdout: `${JSON.stringify(document)}\n`, stderr: '' })

/** The shape of juju's application facade, get.go. */
const settings = {
  vip: { default: '', description: 'Virtual IPs', source: 'user', type: 'string', value: '10.12.4.54 10.12.8.54' },
  'worker-multiplier': { description: 'Workers', source: 'unset', type: 'float' },
  debug: { default: false, description: 'Logs', source: 'default', type: 'boolean', value: false },
  'haproxy-server-timeout': { source: 'user', type: 'int', value: 90000 },
}

describe('juju config', () => {
  test('is asked of one application', () => {
    expect(argv).toEqual(['juju', 'config', 'cinder', '-m', 'openstack', '--format', 'json'])
  })

  test('keeps the value and where it comes from; an unset one has none', () => {
    expect(Object.fromEntries(read({ application: 'cinder', charm: 'cinder', settings }))).toEqual({
      vip: { value: '10.12.4.54 10.12.8.54', source: 'user' },
      'worker-multiplier': { source: 'unset' },
      debug: { value: false, source: 'default' },
      'haproxy-server-timeout': { value: 90000, source: 'user' },
    })
  })

  test.each([
    ['of another application', { application: 'glance', settings }, 'is about "glance", wanted "cinder"'],
    ['without settings', { application: 'cinder' }, 'settings: wanted an object, got nothing'],
    [
      'with a value missing',
      { application: 'cinder', settings: { vip: { source: 'user' } } },
      'settings.vip.value: wanted a text, a number, true or false, got nothing',
    ],
    [
      'with an unknown source',
      { application: 'cinder', settings: { vip: { source: 'env', value: '' } } },
      'settings.vip.source: wanted default, user or unset, got "env"',
    ],
    [
      'unset and with a value',
      { application: 'cinder', settings: { vip: { source: 'unset', value: '' } } },
      'settings.vip: is unset and yet has a value',
    ],
  ])('is not understood %s', (_, document, message) => {
    expect(() => read(document)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
