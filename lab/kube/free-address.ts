import { createServer } from 'node:net'

/** Throws when something listens already: a second etcd would stop, and our API server would write into the other's. */
export async function demandFree(address: string, ports: readonly number[]): Promise<void> {
  for (const port of ports)
    if (!(await isFree(address, port)))
      throw new Error(`${address}:${port} is taken, perhaps by the lab of another copy of this project: lab/down there ends it`)
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
