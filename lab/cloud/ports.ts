import { connect, createServer } from 'node:net'

/**
 * Throws when something already listens on one of these ports. Without this check, the lab's API server would write into another etcd that already
 * runs there.
 */
export async function demandFree(address: string, ports: readonly number[]): Promise<void> {
  for (const port of ports)
    if (!(await isFree(`${address}:${port}`)))
      throw new Error(`${address}:${port} is taken, perhaps by the lab of another copy of this project: if so, run lab/down there`)
}

/** Whether no program listens at `127.0.7.1:6443`. */
export function isFree(place: string): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ ...split(place), exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** A complaint unless a program accepts connections at `127.0.1.210:8080`. */
export function accepts(place: string): Promise<string | undefined> {
  const socket = connect(split(place))
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.once('error', (error) => resolve(error.message))
  })
}

function split(place: string): { readonly host: string; readonly port: number } {
  const [host = '', port] = place.split(':')
  return { host, port: Number(port) }
}
