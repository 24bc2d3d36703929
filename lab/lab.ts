import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { activeFaults, forgetFaults } from './active.ts'
import { writeJuju } from './juju.ts'
import { makeKeys } from './keys.ts'
import { locked } from './lock.ts'
import { makeDatabase } from './magnum.ts'
import { backendsPid, startBackends, stopBackends } from './nginx.ts'
import { makePki } from './pki.ts'
import { demandFitMachine, demandFreeAddresses } from './preflight.ts'
import { conductorRuns, haproxyAnswers, sshAnswers, tlsAnswers } from './ready.ts'
import { until } from './run.ts'
import { writeSite } from './site.ts'
import { makeStateDir, projectRoot, siteFile, state } from './state.ts'
import { applications, units, vips } from './table.ts'
import { fetchTools } from './tools.ts'
import { startUnit, stopUnit, unitPid } from './unit.ts'

export interface UpOptions {
  /** Take down what is up and throw the state away first. */
  readonly fresh?: boolean
  readonly say?: (line: string) => void
}

interface Kube {
  kubeUp(dir: string, options?: { readonly say?: (text: string) => void }): Promise<unknown>
  kubeDown(dir: string): Promise<void>
}

/** Brings everything up and returns when everything answers. What already runs is left as it is. */
export async function labUp({ fresh = false, say = () => undefined }: UpOptions = {}): Promise<void> {
  await demandFitMachine()
  makeStateDir()
  await locked(async () => {
    if (fresh) {
      await takeDown()
      for (const part of ['keys', 'pki', 'known_hosts', 'magnum.sqlite']) rmSync(state(part), { recursive: true, force: true })
    }
    const step = stopwatch(say)
    if (!isUp()) {
      forgetFaults()
      await demandFreeAddresses()
    }
    const active = activeFaults()
    if (active.length > 0) throw new Error(`the lab is up with ${active.join(', ')}: lab/fault --undo takes it back`)
    await step('keys, CA, database, helm', () => Promise.all([makeKeys(), makePki(), makeDatabase(), fetchTools()]))
    const kube = kubeUp(step, say)
    kube.catch(() => undefined)
    writeJuju()
    writeSite()
    await step('back ends (nginx)', startBackends)
    await step(`${units.length} units by ssh`, () => {
      for (const unit of units) startUnit(unit)
      return Promise.all(units.map((unit) => until(`${unit.name}'s sshd`, () => sshAnswers(unit))))
    })
    await Promise.all([
      step(`haproxy in ${units.length} units, every server UP`, () =>
        Promise.all(units.map((unit) => until(`haproxy in ${unit.name}`, () => haproxyAnswers(unit)))),
      ),
      step('magnum-conductor', () =>
        Promise.all(
          units
            .filter((unit) => unit.app.name === 'magnum')
            .map((unit) => until(`the conductor in ${unit.name}`, () => conductorRuns(unit), 40)),
        ),
      ),
      step('the API VIPs by TLS', () =>
        Promise.all(
          applications.flatMap((app) =>
            vips(app).flatMap((vip) => app.services.map(({ port }) => until(`${app.name}'s VIP`, () => tlsAnswers(vip, port)))),
          ),
        ),
      ),
      kube,
    ])
    say(`lab is up: bin/gates run --phase all --site ${siteFile.slice(projectRoot.length + 1)}`)
  })
}

/** Takes everything down: no process, mount or cgroup of the lab is left. Keys and CA stay for the next time. */
export async function labDown(): Promise<void> {
  await locked(takeDown)
  rmSync(siteFile, { force: true })
}

/** Whether a process of the lab runs. */
export function isUp(): boolean {
  return backendsPid() !== undefined || units.some((unit) => unitPid(unit) !== undefined)
}

async function takeDown(): Promise<void> {
  forgetFaults()
  const kube = await kubeModule()
  await Promise.all([kube?.kubeDown(state('kube')), stopBackends(), ...units.map((unit) => stopUnit(unit))])
  for (const part of ['units', 'juju', 'nginx', 'log']) rmSync(state(part), { recursive: true, force: true })
}

async function kubeUp(step: Step, say: (line: string) => void): Promise<void> {
  const kube = await kubeModule()
  if (kube) await step('management cluster', () => kube.kubeUp(state('kube'), { say }))
}

/** The management cluster is a part of its own. */
async function kubeModule(): Promise<Kube | undefined> {
  const file = join(import.meta.dirname, 'kube', 'up.ts')
  return existsSync(file) ? ((await import(file)) as Kube) : undefined
}

type Step = (what: string, work: () => Promise<unknown>) => Promise<void>

function stopwatch(say: (line: string) => void): Step {
  return async (what, work) => {
    const start = performance.now()
    await work()
    say(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}`)
  }
}
