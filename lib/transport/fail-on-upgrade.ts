import type { ClientRequest } from 'node:http'

/** Fails a request whose server switches to another protocol (101): Node then closes the connection without a response and without an error. */
export function failOnUpgrade(request: ClientRequest, fail: (error: Error) => void, code: string): void {
  let isAnswered = false
  request.on('response', () => {
    isAnswered = true
  })
  request.on('close', () => {
    if (!isAnswered) fail(Object.assign(new Error('it switched to another protocol'), { code }))
  })
}
