import { chmodSync, rmSync } from 'node:fs'
import { type Unit, unit, unitsOf } from '../../cloud/table.ts'
import type { Faults } from '../../faults/fault.ts'
import { inside, runIn, startSshd, writeInside } from '../../host/inside.ts'
import { until } from '../../host/run.ts'
import { setBackend } from '../apache/backends.ts'
import { haproxyConfig, tlsCheck } from './config.ts'
import { restartHaproxy, stopHaproxy, untilGood } from './process.ts'
import { serversOf } from './stat.ts'

const config = '/etc/haproxy/haproxy.cfg'
const socket = '/run/haproxy/admin.sock'

const [plaintext, killed, locked, gone, stopped, edited, broken] = [
  // neither glance/1 nor keystone/2 holds the VIPs of its application, so callers of the API do not notice their faults
  unit('glance/1'),
  unit('keystone/2'),
  unit('nova-cloud-controller/0'),
  unit('placement/0'),
  unit('keystone/1'),
  unit('octavia/0'),
  unit('openstack-dashboard/0'),
]

export const haproxyFaults: Faults = {
  'haproxy-plaintext-check': {
    on: plaintext.name,
    does: 'haproxy checks its TLS back ends in plain text and marks them DOWN',
    async apply() {
      await load(plaintext, haproxyConfig(plaintext).replaceAll(tlsCheck, 'check'))
      await untilDown(plaintext, (row) => row.server !== '')
    },
    async undo() {
      await load(plaintext, haproxyConfig(plaintext))
      await untilGood(plaintext)
    },
  },
  'backend-killed': {
    on: killed.name,
    does: `the API of ${killed.name} stops; every haproxy of ${killed.app.name} marks ${killed.host} DOWN`,
    async apply() {
      await setBackend(killed, false)
      await Promise.all(unitsOf(killed.app.name).map((peer) => untilDown(peer, (row) => row.server === killed.host)))
    },
    async undo() {
      await setBackend(killed, true)
      await Promise.all(unitsOf(killed.app.name).map(untilGood))
    },
  },
  'haproxy-socket-000': {
    on: locked.name,
    // mode 000 alone would not be enough: a root process with CAP_DAC_OVERRIDE can still connect
    does: 'the admin socket has mode 000, in a container whose root has no CAP_DAC_OVERRIDE: permission denied',
    async apply() {
      chmodSync(inside(locked, socket), 0o000)
      await startSshd(locked, ['dac_override', 'dac_read_search'])
    },
    async undo() {
      chmodSync(inside(locked, socket), 0o600)
      await startSshd(locked)
      await untilGood(locked)
    },
  },
  'haproxy-socket-gone': {
    on: gone.name,
    does: 'the admin socket is not there; haproxy itself runs',
    async apply() {
      rmSync(inside(gone, socket))
    },
    async undo() {
      await restartHaproxy(gone)
    },
  },
  'haproxy-stopped': {
    on: stopped.name,
    does: 'haproxy was killed; its admin socket is still there and refuses connections',
    apply: () => stopHaproxy(stopped),
    undo: () => restartHaproxy(stopped),
  },
  'haproxy-edited': {
    on: edited.name,
    does: 'haproxy.cfg was edited correctly, but haproxy was not reloaded',
    async apply() {
      await until(`a longer uptime of haproxy in ${edited.name}`, () => tooYoung(edited))
      writeInside(edited, config, `${haproxyConfig(edited)}\n# edited since\n`)
    },
    undo: () => load(edited, haproxyConfig(edited)),
  },
  'haproxy-config-invalid': {
    on: broken.name,
    does: 'haproxy.cfg has a word that haproxy does not know; the running haproxy goes on as before',
    async apply() {
      await until(`a longer uptime of haproxy in ${broken.name}`, () => tooYoung(broken))
      writeInside(broken, config, haproxyConfig(broken).replace('balance leastconn', 'balance leastcon'))
    },
    undo: () => load(broken, haproxyConfig(broken)),
  },
}

/** Writes a configuration and has the running haproxy load it. */
async function load(one: Unit, text: string): Promise<void> {
  writeInside(one, config, text)
  await runIn(one, ['sh', '-c', 'kill -USR2 "$(cat /run/haproxy.pid)"'])
}

/** A sentence with the age of haproxy while it is younger than the slack that haproxy-runs-its-config allows. Undefined from then on. */
async function tooYoung(one: Unit): Promise<string | undefined> {
  const ages = (await runIn(one, ['ps', '-C', 'haproxy', '-o', 'etimes='])).trim().split(/\s+/).map(Number)
  return Math.min(...ages) > 8 ? undefined : `it has run for ${Math.min(...ages)} s`
}

function untilDown(one: Unit, which: (row: { readonly server: string }) => boolean): Promise<void> {
  return until(`the status DOWN of the servers of haproxy in ${one.name}`, async () => {
    const servers = await serversOf(one)
    if (typeof servers === 'string') return servers
    const up = servers.filter((row) => which(row) && row.status !== 'DOWN')
    return up.length === 0 ? undefined : `${up[0]?.backend}/${up[0]?.server} is still ${up[0]?.status}`
  })
}
