import { existsSync, rmSync } from 'node:fs'
import { activeFaults, forgetFaults } from './active.ts'
import { deployDown, deployUp } from './cloud/deploy.ts'
import { startHosts } from './cloud/hosts.ts'
import { writeJuju } from './cloud/juju.ts'
import { makeKeys } from './cloud/keys.ts'
import { makePki } from './cloud/pki.ts'
import { joinPlanes } from './cloud/planes.ts'
import { writeSite } from './cloud/site.ts'
import { frontedUnits, type Host, hosts, leaders, machines, unitsOf } from './cloud/table.ts'
import { fetchTools } from './cloud/tools.ts'
import { daemonRuns } from './host/daemon.ts'
import { hostPid, stopHost } from './host/host.ts'
import { locked } from './host/lock.ts'
import { machineTells } from './host/machine.ts'
import { until } from './host/run.ts'
import { makeStateDir, projectRoot, siteFile, state } from './host/state.ts'
import { demandFitMachine, demandFreeAddresses, demandRoot } from './preflight.ts'
import { conductorRuns, haproxyAnswers, octaviaDaemonsRun, sshAnswers, vipsAnswer } from './ready.ts'
import { backendsRun, startBackends, stopBackends } from './services/apache/backends.ts'
import { seedCapi } from './services/capi/index.ts'
import { kubeDown, kubeUp } from './services/kube/up.ts'
import { libvirtAnswers } from './services/libvirt/host.ts'
import { maasUp } from './services/maas/up.ts'
import { makeConductorsDatabase } from './services/magnum/magnum.ts'
import { nginxDown, nginxUp } from './services/nginx/index.ts'
import { joinNode } from './services/node/joined.ts'
import { makeOctaviaCertificates } from './services/octavia/certificates.ts'
import { makeDaemonsDatabase } from './services/octavia/daemons.ts'
import { labOpenstackDown, labOpenstackUp, openstackRuns, programs } from './services/openstack/lab.ts'
import { fetchResolved } from './services/resolved/resolved.ts'
import { keepInitFile } from './services/vault/kept.ts'

export interface UpOptions {
  /** First takes the lab down, if it is up, and deletes its state. */
  readonly fresh?: boolean
  /**
   * Also brings up Keystone and the other OpenStack services, which take longer than everything else. Once they run, every later start includes them.
   */
  readonly openstack?: boolean
  readonly say?: (line: string) => void
}

/** Brings everything up and returns when everything answers. What already runs is left as it is. */
export async function labUp({ fresh = false, openstack = false, say = () => undefined }: UpOptions = {}): Promise<void> {
  await demandFitMachine(['.', 'libvirt', 'node', 'octavia', ...(openstack ? ['keystone', 'openstack'] : [])])
  makeStateDir()
  await locked(async () => {
    await clearAway(fresh)
    const step = stopwatch(say)
    await step('keys, CA, databases, helm, systemd-resolved', () =>
      Promise.all([
        ...[makeKeys(), makePki(), makeOctaviaCertificates(), makeConductorsDatabase(), makeDaemonsDatabase()],
        ...[fetchTools(), fetchResolved()],
      ]),
    )
    const cluster = step('management cluster', () => kubeUp(state('kube'), { say }))
    // awaited below with the rest; until then a failure must not end the process as an unhandled rejection
    cluster.catch(() => undefined)
    const node = cluster.then(() => step('node of the management cluster', () => joinNode(state('kube'), say)))
    node.catch(() => undefined)
    keepInitFile()
    writeJuju()
    maasUp()
    deployUp()
    writeSite()
    const beside = openstack || openstackRuns()
    await step('back ends (apache) and reverse proxy (nginx)', () => Promise.all([startBackends(beside ? programs : {}), nginxUp()]))
    await startHosts()
    await step(`${hosts.length} hosts by ssh`, () => all(hosts, 'sshd', sshAnswers))
    await Promise.all([
      step(`haproxy in ${frontedUnits.length} units, every server UP`, () => all(frontedUnits, 'haproxy', haproxyAnswers)),
      step('magnum-conductor', () => all(unitsOf('magnum'), 'the conductor', conductorRuns)),
      step('daemons of Octavia', () => all(unitsOf('octavia'), 'the daemons', octaviaDaemonsRun)),
      step(`resolver and journal of ${machines.length} machines`, () => all(machines, 'the machine', machineTells)),
      step('libvirt', () => until('libvirt', libvirtAnswers)),
      step('API VIPs by TLS', () => all(leaders(), 'the VIPs', vipsAnswer)),
      cluster,
    ])
    await step("objects of Cluster API, and files of Magnum's Cluster API driver", () => seedCapi({ withMagnum: beside }))
    if (beside) {
      await step('Keystone and the services beside it', () => labOpenstackUp(say))
      await step('ids of OpenStack objects for Cluster API', () => joinPlanes())
      writeSite()
    }
    await node
    say(`lab is up: bin/gates run --phase all --site ${siteFile.slice(projectRoot.length + 1)}`)
  })
}

/** Takes everything down: no process, mount or cgroup of the lab is left. Keys and CA stay for the next time. */
export async function labDown(): Promise<void> {
  demandRoot()
  await locked(takeDown)
  rmSync(siteFile, { force: true })
}

/** Whether a process of the lab runs. */
export function isUp(): boolean {
  return hostsUp() || daemonRuns(state('kube'))
}

function hostsUp(): boolean {
  return backendsRun() || hosts.some((one) => hostPid(one) !== undefined)
}

async function takeDown(): Promise<void> {
  forgetFaults()
  await Promise.all([kubeDown(state('kube')), labOpenstackDown(), stopBackends(), nginxDown(), ...hosts.map(stopHost)])
  deployDown()
  for (const part of ['hosts', 'juju', 'maas', 'apache', 'log', 'vault']) rmSync(state(part), { recursive: true, force: true })
}

/**
 * Takes down a lab that cannot be reused: one without a site file, or one with faults but without a running host or back end. With `fresh`, takes
 * down any lab, and deletes its keys, CA, known hosts and Magnum database. Throws when a fault is in effect in a lab that was not taken down. When no
 * host and no back end runs, throws if another program has one of the lab's addresses.
 */
async function clearAway(fresh: boolean): Promise<void> {
  // a lab that runs without a site file was started with SSH keys that no longer exist, so it cannot be reused
  const lost = isUp() && !existsSync(siteFile)
  const deadWithFaults = !hostsUp() && activeFaults().length > 0
  if (fresh || lost || deadWithFaults) await takeDown()
  if (fresh) for (const part of ['keys', 'pki', 'known_hosts', 'magnum.sqlite']) rmSync(state(part), { recursive: true, force: true })
  const active = activeFaults()
  if (active.length > 0) throw new Error(`the lab is up, with faults in effect: ${active.join(', ')}. lab/fault --undo takes them back`)
  if (!hostsUp()) await demandFreeAddresses()
}

function all<Which extends Host>(
  which: readonly Which[],
  what: string,
  look: (one: Which) => Promise<string | undefined>,
): Promise<unknown> {
  return Promise.all(which.map((one) => until(`${what} in ${one.name}`, () => look(one))))
}

type Step = (what: string, work: () => Promise<unknown>) => Promise<void>

function stopwatch(say: (line: string) => void): Step {
  return async (what, work) => {
    const start = performance.now()
    await work()
    say(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}`)
  }
}
