import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'

export const kubeletPort = 10250

/** Serves `/containerLogs/NAMESPACE/POD/CONTAINER` over TLS, to the API server's client certificate only. */
export function serveLogs(dir: string, address: string, logOf: (namespace: string, pod: string) => string | undefined): Promise<Server> {
  const file = (name: string) => readFileSync(join(dir, 'pki', name))
  const tls = { cert: file('kubelet.crt'), key: file('kubelet.key'), ca: file('ca.crt'), requestCert: true, rejectUnauthorized: true }
  const server = createServer(tls, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://kubelet')
    const [, verb, namespace = '', pod = ''] = url.pathname.split('/')
    const log = verb === 'containerLogs' ? logOf(namespace, pod) : undefined
    response.writeHead(log === undefined ? 404 : 200, { 'content-type': 'text/plain' })
    response.end(
      log === undefined
        ? `pod ${namespace}/${pod} has no log here`
        : log.slice(0, Number(url.searchParams.get('limitBytes') ?? log.length)),
    )
  })
  return new Promise((resolve, reject) => server.once('error', reject).listen(kubeletPort, address, () => resolve(server)))
}
