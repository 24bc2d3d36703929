import { expect, test } from 'vitest'
import { readSite } from '../../phase/read-site.ts'
import type { Ask } from '../../transport/ask.ts'
import { createNginx } from './index.ts'

test.each(['0.0.0.0:8080', '*:8080', '8080', '[::]:8080 ipv6only=off'])(
  'nginx on another host that listens at %s is asked there, not on this machine',
  async (listen) => {
    const config = `http { server { listen ${listen}; location / { proxy_pass http://y; } } }`
    const asked: string[] = []
    const ask: Ask = async (question) => {
      if (question.kind === 'command')
        return { kind: 'command', exitCode: 0, stdout: `# configuration file /n.conf:\n${config}\n`, stderr: '' }
      asked.push(question.on.name)
      return { kind: 'get', status: 200, headers: {}, body: '' }
    }
    const site = readSite('sites/example-two-planes.yaml')
    await createNginx(ask, { ...site, hosts: { proxy: '10.12.8.10' }, nginx: { host: 'proxy', urls: [] } }).journeys()
    expect(asked).toEqual(['http://10.12.8.10:8080'])
  },
)

test('a location that reads like another host is asked of nginx itself', async () => {
  const asked: string[] = []
  const config = 'http { server { listen 8080; location //10.0.0.9/x { proxy_pass http://y; } } }'
  const ask: Ask = async (question) => {
    if (question.kind === 'command')
      return { kind: 'command', exitCode: 0, stdout: `# configuration file /n.conf:\n${config}\n`, stderr: '' }
    asked.push(`${question.on.name} ${question.kind === 'get' ? question.path : question.kind}`)
    return { kind: 'get', status: 200, headers: {}, body: '' }
  }
  const { nginx: _nginx, ...site } = readSite('sites/example-two-planes.yaml')
  const { journeys, silent } = await createNginx(ask, { ...site, nginx: { urls: [] } }).journeys()
  expect(asked).toEqual(['http://127.0.0.1:8080 //10.0.0.9/x'])
  expect({ from: journeys.map((one) => one.from), silent }).toEqual({ from: ['http://127.0.0.1:8080//10.0.0.9/x'], silent: [] })
})
