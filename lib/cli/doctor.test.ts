import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caPem } from '../doctor/test-certificates.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('doctor', { copied: true })
afterAll(gates.remove)

const path = (name: string) => join(gates.scratch, name)

function write(name: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), text)
  chmodSync(path(name), mode)
}

const hostKey = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.alloc(36)]).toString('base64')
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

beforeAll(() => {
  write('bin/juju', '#!/bin/sh\n[ "$*" = version ] && echo 3.6.8-ubuntu-amd64\n', 0o700)
  write('.local/share/juju/controllers.yaml', 'controllers: {}\n')
  write('.local/share/juju/ssh/juju_id_rsa', privateKey)
  write('known_hosts', `10.12.8.101,keystone/0 ssh-ed25519 ${hostKey}\n`)
  write('ca.pem', caPem)
  write('openrc', 'export OS_AUTH_URL=https://10.12.4.50:5000/v3\nexport OS_PASSWORD=canary-hunter2\n')
  write(
    'kubeconfig',
    `{current-context: capi, contexts: [{name: capi, context: {cluster: c, user: u}}],
     clusters: [{name: c, cluster: {server: 'https://10.12.4.61:6443'}}], users: [{name: u, user: {token: canary-hunter3}}]}\n`,
  )
  write(
    'fit.yaml',
    `name: fit
networks: { provider: { cidr: 10.12.4.0/22 } }
juju: { command: bin/juju }
ssh: { knownHosts: known_hosts }
keystone: { address: 10.12.4.50 }
openrc: openrc
caFile: ca.pem
mgmt: { kubeconfig: kubeconfig }
`,
  )
})

describe('gates doctor', () => {
  const doctor = async (env = {}) => {
    const { code, stdout, stderr } = await gates.run(['doctor', '--site', path('fit.yaml'), '--report-dir', path('reports')], { env })
    return {
      code,
      stderr,
      lines: stdout
        .replaceAll(`${gates.scratch}/`, '')
        .replace(/SHA256:\S{43}/, 'SHA256:…')
        .split('\n'),
    }
  }

  test('says of a fit machine that it is, and shows no secret', async () => {
    expect(await doctor()).toEqual({
      code: 0,
      stderr: '',
      lines: [
        `✓ Node        ${process.version}, the one npm ci brought`,
        '✓ site        fit',
        '✓ juju        3.6.8-ubuntu-amd64 (bin/juju)',
        '✓ juju        knows controllers, in .local/share/juju',
        '✓ SSH key     the key .local/share/juju/ssh/juju_id_rsa (ssh-rsa SHA256:…)',
        '✓ host keys   1 pinned in known_hosts',
        '– cloud       not pinned, so another cloud in its place would not be noticed; to pin it, type: bin/gates trust --cloud',
        expect.stringMatching(/^✓ CA file {5}CN=Test Vault Root CA, until 2120-01-01 \(\d+ days\), in ca\.pem$/),
        '✓ openrc      asks https://10.12.4.50:5000, in openrc',
        '✓ kubeconfig  context capi at https://10.12.4.61:6443, in kubeconfig',
        '✓ reports     the folder is reports, which the first run makes',
        '',
        'This machine is fit to look. Nothing was asked over the network. To ask the cloud, use "bin/gates run --phase all".',
        '',
      ],
    })
    expect(existsSync(path('reports'))).toBe(false)
  })

  test('names each thing that is missing with what to do, and exits 1', async () => {
    chmodSync(path('.local/share/juju/ssh/juju_id_rsa'), 0o644)
    const { code, lines } = await doctor({ JUJU_DATA: path('.local/share/juju'), HOME: path('nobody') })
    expect({ code, wrong: lines.filter((line) => /^✗| do: /.test(line)), last: lines.at(-2) }).toEqual({
      code: 1,
      wrong: [
        '✗ SSH key     .local/share/juju/ssh/juju_id_rsa has mode 644: others may use it',
        '              do: chmod 600 .local/share/juju/ssh/juju_id_rsa',
      ],
      last: '1 thing to put right. Nothing was asked over the network. To ask the cloud, use "bin/gates run --phase all".',
    })
  })

  test('without any site says how to make one, and still looks at the rest', async () => {
    const { code, stdout } = await gates.run(['doctor'])
    expect({ code, lines: stdout.replaceAll(`${gates.project}/`, '').split('\n').slice(1, 3) }).toEqual({
      code: 1,
      lines: [
        '✗ site     there is no site file yet, so no cloud can be asked',
        '           do: cp sites/example.yaml sites/mycloud.yaml, then edit it',
      ],
    })
  })

  test('a site file with a mistake is to be corrected, not copied again', async () => {
    const copy = join(gates.project, 'sites/prod.yaml')
    copyFileSync(join(gates.project, 'sites/example.yaml'), copy)
    const { code, stdout } = await gates.run(['doctor'])
    rmSync(copy)
    expect({ code, lines: stdout.replaceAll(`${gates.project}/`, '').split('\n').slice(1, 3) }).toEqual({
      code: 1,
      lines: [
        '✗ site     sites/prod.yaml: name: wanted prod, to match the name of the file; otherwise every report would name the wrong site, received example',
        '           do: correct this in the site file, or let this account read it',
      ],
    })
  })

  test('a site that is named and not there is a mistake: exit 2', async () => {
    const { code, stderr } = await gates.run(['doctor', '--site', 'prod'])
    expect({ code, stderr: stderr.replaceAll(`${gates.project}/`, '') }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^gates: There is no site file sites\/prod\.yaml; sites\/ holds example.*\. Make one with "cp sites\/example\.yaml sites\/prod\.yaml"\n$/,
      ),
    })
  })
})
