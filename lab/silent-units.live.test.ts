import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingsOf } from '../lib/report/result.ts'
import { setMoreUnits } from './cloud/juju.ts'
import { hostKey, knownHosts, publicKey } from './cloud/keys.ts'
import { hosts, sshPort } from './cloud/table.ts'
import { gatesRun } from './gates-run.ts'
import { makeStateDir, siteFile, state } from './host/state.ts'
import { isUp, labDown, labUp } from './index.ts'
import { fallSilent } from './silent.ts'

const wasUp = isUp()
let dir: string
beforeAll(async () => {
  makeStateDir()
  dir = mkdtempSync(join(state('.'), 'silent-'))
  await labUp()
})
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true })
  if (!wasUp) await labDown()
})

const numbers = Array.from({ length: 165 }, (_, n) => n + 1)
const deaf = Object.fromEntries(numbers.map((n) => [`keystone/${1000 + n}`, `127.0.8.${n}`]))
const mute = Object.fromEntries(numbers.map((n) => [`keystone/${2000 + n}`, `127.0.9.${n}`]))

/** The lab's site, where the silent addresses are in a network and have a pinned key. */
function siteWithSilent(): string {
  const [host] = hosts
  const key = host ? publicKey(hostKey(host)) : expect.fail('the lab has no host')
  const pins = [...Object.values(deaf), ...Object.values(mute)].map((address) => `[${address}]:${sshPort} ${key}\n`)
  writeFileSync(join(dir, 'known_hosts'), readFileSync(knownHosts, 'utf8') + pins.join(''))
  const absolute = readFileSync(siteFile, 'utf8').replaceAll(/: (keys|pki|kube|\.\.\/lab)/g, `: ${state('.')}/$1`)
  const site = absolute
    .replace('known_hosts', join(dir, 'known_hosts'))
    .replace('networks:', 'networks:\n  silent:\n    cidr: 127.0.8.0/23')
  writeFileSync(join(dir, 'site.yaml'), site)
  return join(dir, 'site.yaml')
}

test('330 silent units are named, each and no other, and hold up neither the healthy ones nor the run', async () => {
  setMoreUnits('keystone', { ...deaf, ...mute })
  const speak = await fallSilent({ deaf: Object.values(deaf), mute: Object.values(mute) })
  try {
    const startedMs = performance.now()
    const gates = ['--gate', 'units-reachable-by-ssh', '--gate', 'haproxy-zero-down', '--gate', 'haproxy-config-valid']
    const { result, exitCode } = await gatesRun([...gates, '--site', siteWithSilent(), '--report-dir', dir])
    const tookS = (performance.now() - startedMs) / 1000
    const gate = (id: string) => result.gates.find((one) => one.id === id) ?? expect.fail(`${id} did not run`)
    const silent = [...Object.keys(deaf), ...Object.keys(mute)].sort()
    const greeter = gate('units-reachable-by-ssh')

    expect(exitCode).toBe(1)
    expect(greeter.claims.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'fail'])
    expect(
      findingsOf(greeter)
        .map(({ at }) => at)
        .sort(),
    ).toEqual(silent)
    const saw = new Map(findingsOf(greeter).map((one) => [one.at, one.saw]))
    for (const [unit, address] of Object.entries(deaf))
      expect(saw.get(unit)).toBe(
        `${unit} (${address}:${sshPort}) did not answer within 10 s: the machine is off, or a firewall drops the packets`,
      )
    for (const [unit, address] of Object.entries(mute))
      expect(saw.get(unit)).toBe(
        `connected to ${unit} (${address}:${sshPort}), but it did not speak SSH within 10 s: its sshd is stopped or overloaded`,
      )

    // all healthy units were looked at: none of them is among those that did not answer
    for (const id of ['haproxy-zero-down', 'haproxy-config-valid']) {
      expect(gate(id).verdict).toBe('unknown')
      expect([...new Set(findingsOf(gate(id)).map(({ at }) => at))].sort()).toEqual(silent)
    }
    // the time limits of these gates are 90 s and 60 s
    expect(tookS).toBeLessThan(60)
  } finally {
    speak()
    setMoreUnits('keystone', {})
  }
})
