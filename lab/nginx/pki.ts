import { writeFileSync } from 'node:fs'
import { caFile, caKey } from '../pki.ts'
import { run } from '../run.ts'
import { upstreamName } from './config.ts'

/** The upstream's certificate, by the lab's CA: it names the upstream and not its address. It goes with the lab. */
export async function issueUpstream(path: (name: string) => string): Promise<void> {
  const key = ['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path('upstream.key')]
  await run([...key, '-subj', `/CN=${upstreamName}`, '-out', path('upstream.csr')])
  writeFileSync(path('upstream.ext'), `basicConstraints=CA:FALSE\nsubjectAltName=DNS:${upstreamName}\n`)
  const sign = ['openssl', 'x509', '-req', '-days', '30', '-in', path('upstream.csr'), '-extfile', path('upstream.ext')]
  await run([...sign, '-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-out', path('upstream.crt')])
}
