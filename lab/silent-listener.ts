import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Listens at each `ADDRESS PORT BACKLOG` of its arguments, then stops itself with SIGSTOP. The kernel still accepts connections until a backlog is
 * full.
 */
for (const place of process.argv.slice(2)) {
  const [host, port, backlog] = place.split(' ')
  const server = createServer().listen({ host, port: Number(port), backlog: Number(backlog) })
  await once(server, 'listening')
}
process.kill(process.pid, 'SIGSTOP')
