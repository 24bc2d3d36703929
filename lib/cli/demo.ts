import { typed } from '../phase/typed.ts'
import { runCommand } from './run.ts'

/** The demo's scenes that are not healthy, by gate: one gate fails, one warns, and one cannot look. Every other gate is healthy. */
export const demoScenes: Readonly<Record<string, string>> = {
  'haproxy-zero-down': 'one-backend-down',
  'helm-checksum': 'another-binary',
  'mgmt-api-answers': 'token-expired',
}

/** `gates demo`: a run on the bundled recordings. Exit code 0, although the run that it shows is red: the demo itself worked. */
export async function demoCommand(): Promise<number> {
  process.stdout.write(
    `This is a recording of an example cloud with ${Object.keys(demoScenes).length} faults put in; no cloud is asked. A real run is:
  ${typed} run --phase 07

`,
  )
  const scene = Object.entries(demoScenes).map(([gate, name]) => `${gate}=${name}`)
  const exitCode = await runCommand({ phase: ['all'], gate: [], scene, replay: true, forget: true, probes: true, deadline: '5m' })
  if (exitCode === 130) return exitCode
  process.stdout.write(`
As a real run this would have exited ${exitCode}. Next:
  ${typed} explain haproxy-zero-down   symptom, cause and fix of a gate
  ${typed} plan --phase 07             every command a real run sends, and where
  ${typed} doctor                      is this machine fit to look at a cloud?
`)
  return 0
}
