import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

/** The subject of a certificate, and its files. */
export interface Subject {
  /** Base name of the files, e.g. `apiserver` for apiserver.crt and apiserver.key. */
  readonly file: string
  /** Kubernetes reads the user from it. */
  readonly commonName: string
  /** Kubernetes reads the group from it. */
  readonly organization?: string
  /** The address of the server, in a server's certificate. Absent in a client's certificate. */
  readonly address?: string
  /** Negative: already expired. */
  readonly days?: number
}

/** Makes a new CA in a folder: ca.crt and ca.key. The key's mode is 0600. */
export async function makeCa(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await request(folder, 'ca', `/CN=${name}`, [
    '-x509',
    '-days',
    '30',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
    '-out',
    join(folder, 'ca.crt'),
  ])
}

/** Issues `<file>.crt` and `<file>.key` from the folder's CA. */
export async function issue(folder: string, subject: Subject): Promise<void> {
  const path = (ending: string) => join(folder, `${subject.file}.${ending}`)
  const name = `${subject.organization ? `/O=${subject.organization}` : ''}/CN=${subject.commonName}`
  await request(folder, subject.file, name, ['-out', path('csr')])
  const usage = subject.address ? `serverAuth\nsubjectAltName=IP:${subject.address},DNS:localhost` : 'clientAuth'
  await writeFile(path('ext'), `basicConstraints=CA:FALSE\nextendedKeyUsage=${usage}\n`)
  const ca = ['-CA', join(folder, 'ca.crt'), '-CAkey', join(folder, 'ca.key'), '-CAcreateserial']
  await run([
    'openssl',
    'x509',
    '-req',
    '-in',
    path('csr'),
    ...ca,
    '-days',
    String(subject.days ?? 30),
    '-extfile',
    path('ext'),
    '-out',
    path('crt'),
  ])
}

async function request(folder: string, file: string, subject: string, rest: readonly string[]): Promise<void> {
  const key = join(folder, `${file}.key`)
  await run(['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-subj', subject, ...rest])
  await chmod(key, 0o600)
}
