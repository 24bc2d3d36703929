import { withPins } from '../phase/cloud-pins.ts'
import { UsageError } from '../phase/config-error.ts'
import { readPhases } from '../phase/phase.ts'
import { readFoundSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { counted } from '../report/plain-text.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { askHere } from '../transport/here.ts'
import type { Target } from '../transport/question.ts'
import type { SshOptions } from '../transport/ssh/index.ts'
import { sshOptionsOf } from '../transport/ssh/site-options.ts'
import { pinAll, pinnable, type Shown, shownBy } from '../trust/pin-shown.ts'
import { comparisonLines, howToCompare } from '../trust/text.ts'
import { unitsToTrust } from '../trust/units.ts'
import { complain, processRedactor } from './complain.ts'
import { confirm, isAtTerminal } from './confirm.ts'
import { styled } from './style.ts'
import { trustCloud } from './trust-cloud.ts'

export interface TrustFlags {
  readonly site?: string
  readonly yes?: true
  /** Pins the cloud itself, and none of its machines. */
  readonly cloud?: true
}

/** 0: every machine shows the key that is pinned. 1: some do not. 2: no person was at a terminal to agree. 3: the keys could not be collected. */
export type Outcome = 0 | 1 | 2 | 3

/**
 * `gates trust`: collects host keys, and shows their fingerprints and the ids of the cloud that answers. Pins the keys and the ids after a person
 * agreed.
 */
export async function trustCommand(units: readonly string[], flags: TrustFlags): Promise<number> {
  if (flags.cloud && units.length > 0)
    throw new UsageError(`--cloud and units exclude each other: --cloud pins the cloud itself. Leave out ${units.join(', ')}`)
  const site = withPins(readFoundSite(flags.site))
  try {
    if (flags.cloud) return await trustCloud(site, flags)
    const first = await trustJumpHost(units, site, flags)
    const others = units.filter((unit) => unit !== site.ssh.jumpHost?.host)
    if (first !== 0 || (units.length > 0 && others.length === 0)) return first
    const ofUnits = await trustUnits(others, site, flags)
    // When nobody was there to agree to the keys, nobody can agree to the ids of the cloud either.
    return units.length > 0 || ofUnits > 1 ? ofUnits : worst(ofUnits, await trustCloud(site, flags))
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    complain(`${error.message}${error.remedy === undefined ? '' : `\n  do: ${error.remedy}`}`)
    return 3
  }
}

/**
 * The joint outcome. A cloud that does not answer is ignored, because before phases 03 and 06 parts of the cloud do not exist yet.
 */
function worst(ofUnits: Outcome, ofCloud: Outcome): Outcome {
  return ofCloud === 3 ? ofUnits : ofUnits === 0 ? ofCloud : ofUnits
}

/**
 * Deals with the jump host's own key first, because the units' keys are read through the jump host. An unchanged key is reported only when the user
 * names the jump host.
 */
async function trustJumpHost(named: readonly string[], site: Site, flags: TrustFlags): Promise<Outcome> {
  const { jumpHost, ...direct } = sshOptionsOf(site)
  if (!jumpHost) return 0
  const isNamed = named.includes(jumpHost.host)
  const options = { ...direct, port: jumpHost.port ?? 22 }
  const target = { name: jumpHost.host, address: jumpHost.host }
  const shown = await shownBy([target], options)
  const isKnown = shown.found.some(({ state }) => state === 'unchanged')
  return isKnown && !isNamed ? 0 : agree(shown, { site, options, flags, isNamed })
}

async function trustUnits(named: readonly string[], site: Site, flags: TrustFlags): Promise<Outcome> {
  const units = await unitsToTrust(askHere('trust', site), site, readPhases(), named)
  if (units.length === 0) throw new CouldNotLook('not-understood', 'units', `no gate asks a unit of model ${site.juju.model}`)
  const options = sshOptionsOf(site)
  const reachable = units.filter((unit): unit is typeof unit & Target => unit.refused === undefined)
  const shown = await shownBy(reachable, options)
  const refused = units.flatMap(({ name, refused: why }) => (why ? [{ target: name, why: why.message }] : []))
  return agree({ ...shown, silent: [...shown.silent, ...refused] }, { site, options, flags, isNamed: named.length > 0 })
}

interface Asking {
  readonly site: Site
  readonly options: SshOptions
  readonly flags: TrustFlags
  readonly isNamed: boolean
}

async function agree({ found, silent }: Shown, { site, options, flags, isNamed }: Asking): Promise<Outcome> {
  const { knownHosts } = options
  const paint = styled(process.stdout)
  const say = (lines: readonly string[]) => process.stdout.write(`${processRedactor().redact(lines.join('\n'))}\n`)
  say([`${paint('bold', site.name)} · pinned host keys are in ${knownHosts}`, '', ...comparisonLines(found, silent, paint), ''])
  const wanted = pinnable(found, isNamed)
  const [example] = wanted
  const isLeft = found.some(({ state }) => state === 'revoked' || (state === 'changed' && !isNamed)) || silent.length > 0
  if (!example) {
    say([
      isLeft
        ? 'Nothing can be pinned.'
        : `Nothing to pin: ${found.length === 1 ? 'the machine above shows' : `all ${found.length} machines above show`} the key that is pinned.`,
    ])
    return isLeft ? 1 : 0
  }
  const these = wanted.length === 1 ? 'this key' : `these ${wanted.length} keys`
  say([
    'Compare the fingerprints before you trust a key. To print the fingerprint of the key on the machine’s own disk, run for example:',
    `  ${howToCompare(example, site.juju.model)}`,
    '',
  ])
  if (!flags.yes && !isAtTerminal()) {
    process.stderr.write(
      `gates: nothing was pinned: there is no terminal to ask on. When the fingerprints are right, run the command again with --yes\n`,
    )
    return 2
  }
  if (!flags.yes && !(await confirm(`Pin ${these}? Compare the fingerprints first.`))) {
    say(['Nothing was pinned.'])
    return 1
  }
  await pinAll(wanted, knownHosts)
  say([`${counted(wanted.length, 'key')} pinned in ${knownHosts}`])
  return isLeft ? 1 : 0
}
