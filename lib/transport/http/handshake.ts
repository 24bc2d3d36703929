import type { TlsAnswer } from '../question.ts'
import { openTls, type Place, type TlsOptions } from './connect.ts'

/** No real chain is longer; further certificates are ignored. */
const longestChain = 20

/** The certificates that a TLS server shows, and whether they lead to the CA. Rejects with the socket's error. */
export async function handshake(place: Place, options: Omit<TlsOptions, 'mustVerify'>): Promise<TlsAnswer> {
  const socket = await openTls(place, { ...options, mustVerify: false })
  try {
    const chain: string[] = []
    for (let shown = socket.getPeerX509Certificate(); shown && chain.length < longestChain; shown = shown.issuerCertificate)
      chain.push(shown.toString())
    const problem = socket.authorized ? undefined : String(socket.authorizationError)
    return { kind: 'tls', chain, ...(problem === undefined ? {} : { problem }) }
  } finally {
    socket.destroy()
  }
}
