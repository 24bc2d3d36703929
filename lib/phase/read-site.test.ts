import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectDir, sitesDir } from './project.ts'
import { findSite, inside, readSite } from './read-site.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-site-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const file = join(scratch, 'site.yaml')

const good = `name: good
networks:
  provider: { cidr: 10.12.4.0/22, vips: { from: 10.12.4.50, to: 10.12.4.60 } }
ssh: { knownHosts: known_hosts }
keystone: { address: 10.12.4.50 }
`
const read = (text: string) => {
  writeFileSync(file, text)
  return readSite(file)
}
/** The sentence that a site file is refused with, without the folder. */
const refusal = (text: string) => {
  try {
    read(text)
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message.replaceAll(`${scratch}/`, '')}` : String(error)
  }
  return 'accepted'
}

describe('a site file', () => {
  test('needs a name, a network, known hosts and Keystone; the rest has a default', () => {
    expect(read(good)).toMatchObject({
      name: 'good',
      hosts: {},
      juju: { model: 'openstack' },
      ssh: { user: 'ubuntu', port: 22, agent: true, knownHosts: join(scratch, 'known_hosts') },
      keystone: { address: '10.12.4.50', port: 5000 },
      want: {},
    })
  })

  test('names files beside itself, in the home folder, or by their full path', () => {
    mkdirSync(join(scratch, 'bin'), { recursive: true })
    const site = read(`${good}openrc: ~/admin-openrc\ncaFile: /etc/ca.pem\nmgmt: { kubeconfig: ../k.yaml }\njuju: { command: bin/juju }\n`)
    expect([site.openrc, site.caFile, site.mgmt?.kubeconfig, site.juju.command]).toEqual([
      join(homedir(), 'admin-openrc'),
      '/etc/ca.pem',
      join(scratch, '../k.yaml'),
      join(scratch, 'bin/juju'),
    ])
    expect(read(`${good}juju: { command: juju }\n`).juju.command).toBe('juju')
  })

  test('may name a juju or maas of any name by its path; a bare name is looked up on PATH', () => {
    const maas = (command: string) => `maas: { command: ${command}, hosts: { a: 4na83t } }\n`
    expect(read(`${good}juju: { command: /snap/bin/juju_36 }\n${maas('/opt//x/../region')}`)).toMatchObject({
      juju: { command: '/snap/bin/juju_36' },
      maas: { command: '/opt/region' },
    })
    expect(read(`${good}${maas('maas')}`).maas?.command).toBe('maas')
  })

  test.each([
    ['juju: { command: juju_36 }', 'juju.command', 'juju_36'],
    ['juju: { command: "/opt/my clients/juju" }', 'juju.command', '/opt/my clients/juju'],
    ['maas: { command: region, hosts: { a: 4na83t } }', 'maas.command', 'region'],
  ])('with %s is refused at once, since the guard would refuse it later', (line, where, received) => {
    const [name] = where.split('.')
    const wanted = `${name}, or the absolute path of a program, such as /snap/bin/${name}_36, with only letters, digits and the signs ._@+- between the slashes`
    expect(() => read(`${good}${line}\n`)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`${where}: wanted ${wanted}`) }),
    )
    expect(() => read(`${good}${line}\n`)).toThrow(received)
  })

  test('gives the hosts of MAAS by name, with or without an id', () => {
    const hosts = (yaml: string) => read(`${good}maas: { hosts: ${yaml} }\n`).maas?.hosts
    expect(hosts('[openstack0, openstack1]')).toEqual({ openstack0: null, openstack1: null })
    expect(hosts('{ openstack0: 4na83t, openstack1: }')).toEqual({ openstack0: '4na83t', openstack1: null })
    expect(() => hosts('[]')).toThrow('maas.hosts: wanted at least one host')
    expect(() => hosts('{ openstack0: 4NA }')).toThrow('maas.hosts')
  })

  test('does not take a command of maas for a profile', () => {
    expect(() => read(`${good}maas: { profile: login, hosts: { a: 4na83t } }\n`)).toThrow('not the name of a maas command')
  })

  test('that is the example is accepted', () => {
    expect(readSite(join(sitesDir, 'example.yaml')).name).toBe('example')
  })
})

describe('a site file is refused with file, place, what was wanted and what was there', () => {
  const todo = '. See sites/example.yaml'
  test.each([
    ['a wrong key', `${good}keystoen: 1`, `site.yaml: wanted only known keys, received keystoen${todo}`],
    [
      'a wrong key inside',
      good.replace('knownHosts:', 'usr: x, knownHosts:'),
      `site.yaml: ssh: wanted only known keys, received usr${todo}`,
    ],
    ['a key that lacks', good.replace(/^keystone.*\n/m, ''), `site.yaml: keystone: wanted a value of type object, received nothing${todo}`],
    [
      'no address',
      good.replace('{ address: 10.12.4.50 }', '{ address: keystone.maas }'),
      `site.yaml: keystone.address: wanted an IP address, received keystone.maas${todo}`,
    ],
    [
      'no network',
      good.replace('10.12.4.0/22', '10.12.4.0'),
      `site.yaml: networks.provider.cidr: wanted a network such as 10.12.4.0/24, received 10.12.4.0${todo}`,
    ],
    [
      'a port beyond all ports',
      good.replace('knownHosts:', 'port: 70000, knownHosts:'),
      `site.yaml: ssh.port: wanted at most 65535, received 70000${todo}`,
    ],
    [
      'an address outside its network',
      good.replace('from: 10.12.4.50', 'from: 10.12.3.50'),
      'site.yaml: networks.provider.vips.from: wanted an address inside 10.12.4.0/22, received 10.12.3.50',
    ],
    [
      'an address in no network',
      good.replace('address: 10.12.4.50', 'address: 10.99.4.50'),
      "site.yaml: keystone.address: wanted an address inside one of the site's networks (10.12.4.0/22), received 10.99.4.50",
    ],
    [
      'a range the wrong way round',
      good.replace('to: 10.12.4.60', 'to: 10.12.4.9'),
      'site.yaml: networks.provider.vips: wanted a range that goes from its lower address to its higher one, received 10.12.4.50 to 10.12.4.9',
    ],
    [
      'a gateway of another network',
      good.replace('cidr: 10.12.4.0/22', 'gateway: 10.12.8.1, cidr: 10.12.4.0/22'),
      'site.yaml: networks.provider.gateway: wanted an address inside 10.12.4.0/22, received 10.12.8.1',
    ],
    [
      'Keystone out of reach',
      good.replace('cidr: 10.12.4.0/22', 'reachable: false, cidr: 10.12.4.0/22'),
      'site.yaml: keystone.address: wanted an address on a network without reachable: false, received 10.12.4.50, on provider',
    ],
    [
      'a space that no network has',
      good.replace('knownHosts:', 'space: metal, knownHosts:'),
      'site.yaml: ssh.space: wanted the space of a network that can be reached (no such network has a space), received metal',
    ],
    [
      'an order with a network that is not the site’s',
      good.replace('knownHosts:', 'prefer: [10.12.8.0/22], knownHosts:'),
      'site.yaml: ssh.prefer.0: wanted the cidr of a network that can be reached (10.12.4.0/22), received 10.12.8.0/22',
    ],
    [
      'a space and an order',
      good.replace('knownHosts:', 'space: metal, prefer: [10.12.4.0/22], knownHosts:'),
      'site.yaml: ssh.prefer: wanted either space or prefer, not both: they name the same thing, received both',
    ],
    [
      'two hosts at one address',
      `${good}hosts: { maas: 10.12.4.9, juju: 10.12.4.9 }`,
      'site.yaml: hosts.juju: wanted an address that maas does not have, received 10.12.4.9',
    ],
    [
      'a host twice',
      `${good}hosts:\n  maas: 10.12.4.9\n  maas: 10.12.4.8\n`,
      `site.yaml: line 8, column 3: wanted valid YAML, received duplicated mapping key${todo}`,
    ],
    ['no YAML', 'name: [', /^ConfigError: site\.yaml: line \d, column \d+: wanted valid YAML, received .+\. See sites\/example\.yaml$/],
    ['an empty file', '', /^ConfigError: site\.yaml: wanted /],
  ])('%s', (_what, text, sentence) => {
    if (typeof sentence === 'string') expect(refusal(text)).toBe(`ConfigError: ${sentence}`)
    else expect(refusal(text)).toMatch(sentence)
  })

  test('one that is not there', () => {
    expect(() => readSite(join(scratch, 'absent.yaml'))).toThrow(
      `${scratch}/absent.yaml: wanted a file that can be read, received no such file. See sites/example.yaml`,
    )
  })
})

describe('which site it is', () => {
  test('is the one named, by its name or its file', () => {
    expect(findSite('example', undefined)).toBe(join(sitesDir, 'example.yaml'))
    expect(findSite(join(sitesDir, 'example.yaml'), undefined)).toBe(join(sitesDir, 'example.yaml'))
  })

  test('is that of $GATES_SITE unless one is named', () => {
    expect(findSite(undefined, 'example')).toBe(join(sitesDir, 'example.yaml'))
    writeFileSync(file, good)
    expect(findSite(file, 'example')).toBe(file)
  })
})

test.each([
  ['10.12.4.50', '10.12.4.0/22', true],
  ['10.12.8.0', '10.12.4.0/22', false],
  ['fd00::1', 'fd00::/64', true],
  ['fd00::1', '10.12.4.0/22', false],
])('%s in %s: %s', (address, cidr, is) => {
  expect(inside(address, cidr)).toBe(is)
})
