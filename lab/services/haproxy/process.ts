import type { Unit } from '../../cloud/table.ts'
import { hostPid } from '../../host/host.ts'
import { runIn } from '../../host/inside.ts'
import { namespaceMates, signalIfThere } from '../../host/process.ts'
import { until } from '../../host/run.ts'
import { haproxyAnswers } from '../../ready.ts'

export const startHaproxy = ['/usr/sbin/haproxy', '-W', '-D', '-p', '/run/haproxy.pid', '-f', '/etc/haproxy/haproxy.cfg']

/** The process ids that a unit's haproxy has on this machine. */
export function haproxyPids(one: Unit): number[] {
  const init = hostPid(one)
  if (init === undefined) throw new Error(`${one.name} is not up: run lab/up`)
  return namespaceMates(init).flatMap(({ name, pid }) => (name === 'haproxy' ? [pid] : []))
}

/** Kills a unit's haproxy; its admin socket stays and refuses connections. */
export async function stopHaproxy(one: Unit): Promise<void> {
  for (const pid of haproxyPids(one)) signalIfThere(pid, 'SIGKILL')
  await until(`haproxy in ${one.name} to end`, async () => (haproxyPids(one).length === 0 ? undefined : 'it runs'))
}

export async function restartHaproxy(one: Unit): Promise<void> {
  await stopHaproxy(one)
  await runIn(one, startHaproxy)
  await untilGood(one)
}

export function untilGood(one: Unit): Promise<void> {
  return until(`haproxy in ${one.name}`, () => haproxyAnswers(one))
}
