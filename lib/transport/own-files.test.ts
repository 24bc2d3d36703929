import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { textOf } from '../doctor/check.ts'
import { projectDir } from '../phase/project.ts'
import { readCredential } from './http/read-credential.ts'
import { readTrust } from './http/trust.ts'
import { loadAccess } from './kube/kubeconfig.ts'
import { loadCredentials } from './ssh/credentials.ts'
import { pin } from './ssh/pin.ts'
import { readPins } from './ssh/pins.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-own-files-'))
const fifo = join(scratch, 'fifo')
beforeAll(() => void execFileSync('mkfifo', [fifo]))
afterAll(() => rmSync(scratch, { recursive: true }))

const candidates = { projects: ['admin'], domain: 'admin_domain' }
const ssh = { user: 'ubuntu', port: 22, knownHosts: fifo }

test.each<[string, () => Promise<unknown>, string]>([
  ['a kubeconfig', () => loadAccess({ path: fifo, key: 'kube mgmt' }), `the kubeconfig ${fifo} cannot be read (a FIFO, not a file)`],
  ['an openrc', () => readCredential({ kind: 'openrc', path: fifo }, candidates), `the openrc ${fifo} cannot be read (a FIFO, not a file)`],
  ['a CA file', () => readTrust(fifo), `the CA file ${fifo} cannot be read (a FIFO, not a file), so no certificate can be verified`],
  [
    'known_hosts',
    () => readPins(fifo)({ ...ssh, name: 'a', key: 'ssh a', address: '127.0.0.1' }),
    `No SSH host key is pinned: ${fifo} cannot be read: it is a FIFO, not a file`,
  ],
  ['known_hosts to write', () => pin(fifo, []), 'it is a FIFO, not a file'],
  [
    'an SSH key',
    () => loadCredentials({ ...ssh, keyFile: fifo }),
    `There is no SSH key to log in with: the key file ${fifo} cannot be read: it is a FIFO, not a file`,
  ],
])('a FIFO in place of %s is refused and not waited for', async (_what, read, sentence) => {
  await expect(read()).rejects.toThrow(sentence)
})

test('the doctor says what it is, and does not wait', () => {
  expect(textOf(fifo)).toEqual({ why: 'cannot be read (a FIFO, not a file)' })
})
