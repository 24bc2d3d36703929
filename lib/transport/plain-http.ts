import { get } from 'node:http'
import { CouldNotLook } from './could-not-look.ts'
import { cutShort } from './cut-short.ts'
import { failOnUpgrade } from './fail-on-upgrade.ts'
import { originHeaders } from './http/headers.ts'
import { ownFault } from './own-fault.ts'
import { type Answer, describe, type GetAnswer, type GetQuestion } from './question.ts'
import { mustBeSendable } from './request-path.ts'
import type { Limits, Transport } from './transport.ts'

/**
 * Sends GETs to `http://` origins as a browser without a login does, to see what a reverse proxy does. Neither side proves who it is, so no secret is
 * sent.
 */
export function plainHttpTransport(): Transport<GetQuestion> {
  const closing = new AbortController()
  return {
    async ask(question, { signal, maxBytes }): Promise<Answer> {
      const both = AbortSignal.any([signal, closing.signal])
      const sinceMs = performance.now()
      const asked = describe(question)
      mustBeSendable(question.path, asked)
      try {
        both.throwIfAborted()
        return await fetched(question, { signal: both, maxBytes })
      } catch (error) {
        if (error instanceof CouldNotLook) throw error
        throw both.aborted ? cutShort(both, { asked, sinceMs, key: keyOf(question) }) : unreachable(question, error)
      }
    },
    async close() {
      closing.abort(new Error('closed'))
    },
  }
}

function fetched({ on, path }: GetQuestion, { signal, maxBytes }: Limits): Promise<GetAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<GetAnswer>()
  // Each question has a connection of its own, which is closed after the answer.
  const request = get(new URL(path, on.name), { agent: false, signal }, (response) => {
    const chunks: Buffer[] = []
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes)
        response.destroy(
          new CouldNotLook('too-large', on.name, `${on.name}${path}: the answer is larger than the limit of ${maxBytes} bytes`),
        )
      else chunks.push(chunk)
    })
    response.on('error', reject)
    response.on('end', () =>
      resolve({
        kind: 'get',
        status: response.statusCode ?? 0,
        headers: originHeaders(response.headers),
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    )
  })
  request.on('error', reject)
  failOnUpgrade(request, reject, 'HPE_UPGRADE')
  return promise
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nobody listens there, or nobody holds the address',
  EHOSTUNREACH: 'cannot be reached: no host answers for its address',
  ENOTFOUND: 'cannot be reached: its name is not known to DNS',
  ECONNRESET: 'closed the connection half-way',
}

function unreachable(question: GetQuestion, error: unknown): CouldNotLook {
  const { code = '', message = String(error) } = error as { readonly code?: string; readonly message?: string }
  const known = sentences[code] ?? (code.startsWith('HPE_') ? 'does not speak HTTP' : `could not be asked: ${message}`)
  const { kind, says, remedy } = ownFault(code, question.on.name) ?? {
    kind: 'unreachable',
    says: known,
    remedy: `curl -sSI ${question.on.name}/`,
  }
  return new CouldNotLook(kind, keyOf(question), `${new URL(question.on.name).host} ${says}${code === '' ? '' : ` (${code})`}`, {
    remedy,
    cause: error,
  })
}

function keyOf({ on }: GetQuestion): string {
  return `http ${new URL(on.name).host}`
}
