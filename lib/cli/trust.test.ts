import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('trust-offline')
afterAll(gates.remove)

const site = join(gates.scratch, 'site.yaml')
beforeAll(() => {
  writeFileSync(
    join(gates.scratch, 'juju'),
    '#!/bin/sh\necho "ERROR cannot get discharge from https://10.12.8.30:17070/auth: EOF" >&2\necho "{}"\nexit 1\n',
    {
      mode: 0o700,
    },
  )
  writeFileSync(
    site,
    'name: a\nnetworks: { n: { cidr: 10.12.8.0/22 } }\njuju: { command: ./juju }\nssh: { knownHosts: known_hosts }\nkeystone: { address: 10.12.8.50 }\n',
  )
})

test('without an answer from Juju nothing is pinned, and what to do is said: exit 3', async () => {
  const { code, stdout, stderr } = await gates.run(['trust', '--yes', '--site', site])
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/^gates: .*login.*\n {2}do: juju logout && juju login\n$/)
})

test('without a site it says how to make one: exit 2', async () => {
  const { code, stderr } = await gates.run(['trust', '--site', 'nowhere.yaml'], { cwd: gates.scratch })
  expect({ code, stderr: stderr.replaceAll(`${gates.scratch}/`, '') }).toEqual({
    code: 2,
    stderr: 'gates: There is no site file nowhere.yaml. Make one with "cp ../../sites/example.yaml nowhere.yaml"\n',
  })
})
