import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { join } from 'node:path'

export interface ApiAnswer {
  readonly status: number
  /** The parsed JSON, or the text when it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: objects of every kind, read by the lab only
  readonly body: any
}

/** The lab administrator's own client of the API server, which only prepares the lab; the gates have another one. */
export interface Api {
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<ApiAnswer>
}

/** A client of the API server of the lab in this folder. The server's address is in the folder's file `address`, which kubeUp writes. */
export function adminApi(dir: string): Api {
  const host = addressIn(dir)
  const file = (name: string) => readFileSync(join(dir, 'pki', name))
  const agent = new Agent({ keepAlive: true, ca: file('ca.crt'), cert: file('admin.crt'), key: file('admin.key') })
  const open = (method: string, path: string, body: unknown, contentType: string, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      // Node.js itself sends no Content-Length with a DELETE. The server would then read the body as the next request.
      const headers = {
        accept: 'application/json',
        'content-length': Buffer.byteLength(text),
        ...(text ? { 'content-type': contentType } : {}),
      }
      const sent = request({ host, port: apiPort, method, path, agent, headers, signal }, resolve)
      // the server may close an idle connection just when we begin to use it again: then the request is sent once more
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(open(method, path, body, contentType, signal))
        else reject(error)
      })
      sent.end(text)
    })
  return {
    async send(method, path, body, contentType = 'application/json') {
      const answer = await open(method, path, body, contentType, AbortSignal.timeout(60_000))
      let text = ''
      for await (const chunk of answer.setEncoding('utf8')) text += chunk
      return { status: answer.statusCode ?? 0, body: parsed(text) }
    },
  }
}

/** The address of the API server of the lab in this folder: `127.0.7.1` */
export function addressIn(dir: string): string {
  return readFileSync(join(dir, 'address'), 'utf8').trim()
}

export const apiPort = 6443

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
