import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issue, makeCa } from '../../lab/services/kube/pki.ts'
import { projectDir } from '../phase/project.ts'
import { sendToWeb } from '../transport/outbound/web.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-web-tls-'))
let server: Server
const asked: string[] = []
beforeAll(async () => {
  await makeCa(scratch, 'test CA')
  await issue(scratch, { file: 'chat', commonName: 'chat', address: '127.0.0.1' })
  const read = (name: string) => readFileSync(join(scratch, name))
  server = createServer({ cert: read('chat.crt'), key: read('chat.key') }, (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['content-type']}`)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(scratch, { recursive: true })
})

test('a notification goes over TLS when the CA is known, and not one byte of it when it is not', async () => {
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const notification = { method: 'POST', url: `https://${host}/hooks/verysecret`, body: '{}', timeoutMs: 5000 } as const
  await expect(sendToWeb(notification)).rejects.toThrow(new RegExp(`^${host} shows a TLS certificate that (?:(?!verysecret).)*$`))
  expect(asked).toEqual([])
  await sendToWeb({ ...notification, caFile: join(scratch, 'ca.crt') })
  expect(asked).toEqual(['POST /hooks/verysecret application/json'])
})
