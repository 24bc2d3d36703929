import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('complain')
afterAll(() => gates.remove())

const secret = 'canary-Env1ronment-42'
const env = { SOME_SERVICE_PASSWORD: secret }

function siteWith(name: string, content: string): string {
  mkdirSync(gates.scratch, { recursive: true })
  const file = join(gates.scratch, name)
  writeFileSync(file, content)
  return file
}

const split = `${secret.slice(0, 9)}\\e[1m${secret.slice(9)}`

test.each([
  ['a value that is refused', `name: "${secret} x/y"\n`],
  ['a key nobody knows', `name: x\nssh: {${secret}: 1}\n`],
  ['a file that is not YAML', `name: "x"\npassword=${secret}: [\n`],
  ['a value split by an escape sequence', `name: "${split} x/y"\n`],
])('%s is complained about without the secret in it', async (what, content) => {
  const site = siteWith(`${what.replaceAll(' ', '-')}.yaml`, content)
  for (const args of [['run', '--phase', '00'], ['run', '--nagios'], ['doctor'], ['plan']]) {
    const { stdout, stderr, code } = await gates.run([...args, '--site', site], { env })
    expect(`${stdout}${stderr}`).not.toMatch(/canary|Env1ronment/)
    expect(`${stdout}${stderr}`).not.toContain('\x1b')
    expect(code).toBeGreaterThan(1)
  }
})

test('what cannot be written is complained about without the secret in its name', async () => {
  writeFileSync(join(gates.scratch, 'file'), '')
  const path = join(gates.scratch, 'file', secret, 'x.xml')
  const { stderr } = await gates.run(['run', '--replay', '--phase', '00', '--junit', path], { env })
  expect(stderr).toContain('[redacted:secret#')
  expect(stderr).not.toContain(secret)
})
