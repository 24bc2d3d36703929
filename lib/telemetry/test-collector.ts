import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Received {
  /** `/v1/traces` */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Collector extends AsyncDisposable {
  readonly url: string
  readonly received: readonly Received[]
}

/** Accepts OTLP over HTTP on a free port of 127.0.0.1 and keeps what it receives; with `answer`, it may answer differently or not at all. */
export async function startCollector(answer?: (response: ServerResponse) => void): Promise<Collector> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    received.push({ path: request.url ?? '', headers: request.headers, body: await text(request) })
    if (answer) answer(response)
    else response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
