import { createServer, type Server } from 'node:net'

// An abstract socket: the kernel releases it when its holder dies. The name is the same for every user of the
// machine, which has only one lab.
const name = '\0openstack-gates-lab'
const patienceS = 300

/** Waits until no other lab/up, lab/down or lab/fault runs on this machine, then does the work. */
export async function locked<T>(work: () => Promise<T>): Promise<T> {
  const lock = await take()
  try {
    return await work()
  } finally {
    await new Promise((resolve) => lock.close(resolve))
  }
}

async function take(): Promise<Server> {
  const deadline = Date.now() + patienceS * 1000
  for (;;) {
    const server = await listen()
    if (server) return server
    if (Date.now() > deadline)
      throw new Error(`another lab/up, lab/down or lab/fault has been at work for ${patienceS} s; wait for it or end it`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function listen(): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(name, () => resolve(server))
  })
}
