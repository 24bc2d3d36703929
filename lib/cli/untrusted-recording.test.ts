import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { sitesDir } from '../phase/project.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('untrusted-recording')
afterAll(gates.remove)

let folder = ''
const path = (name: string) => join(folder, name)
const head = 'source: recorded\nfrom: elsewhere\nat: "2026-11-20T10:00:00Z"\n'
const scene = (rest: string) => writeFileSync(path('juju-login-fresh.yaml'), `${head}${rest}`)

beforeEach(() => {
  folder = mkdtempSync(join(gates.scratch, 'from-elsewhere-'))
  copyFileSync(join(sitesDir, 'example.yaml'), path('site.yaml'))
  scene('answers: []\n')
})

/** What a replay of the folder prints, and its exit code. */
async function replayed() {
  const { code, stdout, stderr } = await gates.run(['run', '--gate', 'juju-login-fresh', '--replay', folder])
  return `${code} ${stdout}${stderr}`.trimEnd().replaceAll(folder, 'FOLDER')
}

describe('a recording from elsewhere is refused in one clean sentence, and exit 2', () => {
  const gateFile = 'FOLDER/juju-login-fresh.yaml'
  test.each<[string, () => void, string]>([
    [
      'with a terminal’s commands in the name of its site',
      () => writeFileSync(path('site.yaml'), 'name: "\\e[2J\\u202e"\n'),
      'FOLDER/site.yaml: name: wanted lower case letters, digits and dashes, received ␛[2J\\u202e. See sites/example.yaml',
    ],
    [
      'with a site patch that makes no site',
      () => scene('site: { keystone: { port: many } }\nanswers: []\n'),
      'scene recorded of juju-login-fresh: site: keystone.port: wanted a value of type number, received many',
    ],
    [
      'with a site patch whose addresses lie nowhere',
      () => scene('site: { hosts: { maas: 192.0.2.1 } }\nanswers: []\n'),
      "scene recorded of juju-login-fresh: site: hosts.maas: wanted an address inside one of the site's networks (10.12.4.0/22, 10.12.8.0/22, 10.12.12.0/22, 10.12.16.0/22, 10.12.32.0/22, 10.12.36.0/22, 10.12.60.0/22), received 192.0.2.1",
    ],
    [
      'whose site is a file elsewhere',
      () => scene('site: ../../etc/passwd\nanswers: []\n'),
      'scene recorded of juju-login-fresh: site: wanted the name of a file in sites/, received ../../etc/passwd',
    ],
    [
      'with a base elsewhere',
      () => scene('base: ../../../etc/hostname\n'),
      `${gateFile}: base: wanted the name of a scene, received ../../../etc/hostname`,
    ],
    [
      'with a number for an answer',
      () => scene('answers: [{ ask: jumphost $ juju, stdout: 5 }]\n'),
      `${gateFile}: answers "jumphost $ juju".stdout: wanted a value of type string, received 5`,
    ],
    [
      'with a FIFO for a recording',
      () => {
        rmSync(path('juju-login-fresh.yaml'))
        execFileSync('mkfifo', [path('juju-login-fresh.yaml')])
      },
      `${gateFile}: wanted a file that can be read, received a FIFO, not a file`,
    ],
    [
      'with a FIFO for its site',
      () => {
        rmSync(path('site.yaml'))
        execFileSync('mkfifo', [path('site.yaml')])
      },
      'FOLDER/site.yaml: wanted a file that can be read, received a FIFO, not a file. See sites/example.yaml',
    ],
    [
      'with a link that leads out of it',
      () => {
        rmSync(path('juju-login-fresh.yaml'))
        symlinkSync(join(sitesDir, 'example.yaml'), path('juju-login-fresh.yaml'))
      },
      `${gateFile}: wanted a file that can be read, received a link that leads out of the folder`,
    ],
    [
      'with a device for its site',
      () => {
        rmSync(path('site.yaml'))
        symlinkSync('/dev/zero', path('site.yaml'))
      },
      'FOLDER/site.yaml: wanted a file that can be read, received a link that leads out of the folder. See sites/example.yaml',
    ],
    [
      'that is larger than any answer',
      () => truncateSync(path('juju-login-fresh.yaml'), 65 * 1024 * 1024),
      `${gateFile}: wanted a file that can be read, received larger than 67108864 bytes`,
    ],
  ])('%s', async (_what, spoil, sentence) => {
    spoil()
    expect(await replayed()).toBe(`2 gates: ${sentence}`)
  })
})

test('a FIFO that its site names as a credential is not waited for', async () => {
  execFileSync('mkfifo', [path('openrc')])
  writeFileSync(
    path('site.yaml'),
    'name: x\nnetworks: { n: { cidr: 10.0.0.0/8 } }\nssh: { knownHosts: x }\nkeystone: { address: 10.0.0.1 }\nopenrc: openrc\n',
  )
  expect(await replayed()).toMatch(/^3 /)
})

test.each(['fifo', 'zero'])('a site file that is a FIFO or a device is refused and not waited for: %s', async (name) => {
  const file = join(gates.scratch, name)
  if (name === 'fifo') execFileSync('mkfifo', [file])
  else symlinkSync('/dev/zero', file)
  const { code, stderr } = await gates.run(['run', '--phase', '07', '--site', file])
  expect({ code, stderr: stderr.replace(file, 'FILE') }).toEqual({
    code: 2,
    stderr: `gates: FILE: wanted a file that can be read, received a ${name === 'fifo' ? 'FIFO' : 'character device'}, not a file. See sites/example.yaml\n`,
  })
})
