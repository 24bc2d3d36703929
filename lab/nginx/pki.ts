import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../run.ts'
import { upstreamName } from './config.ts'

/** A CA and the upstream's certificate, which names the upstream and not its address. Good for a day. */
export async function makePki(dir: string): Promise<void> {
  const file = (name: string) => join(dir, name)
  const key = (name: string) => ['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(name)]
  const ca = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign']
  await run([...key('ca.key'), '-x509', '-days', '1', '-subj', '/CN=lab vault CA', ...ca, '-out', file('ca.crt')])
  await run([...key('upstream.key'), '-subj', `/CN=${upstreamName}`, '-out', file('upstream.csr')])
  writeFileSync(file('upstream.ext'), `basicConstraints=CA:FALSE\nsubjectAltName=DNS:${upstreamName}\n`)
  const sign = ['openssl', 'x509', '-req', '-days', '1', '-in', file('upstream.csr'), '-extfile', file('upstream.ext')]
  await run([...sign, '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-out', file('upstream.crt')])
}
