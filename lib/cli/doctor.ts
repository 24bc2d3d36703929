import { checkCa } from '../doctor/ca.ts'
import { type Check, checksOf } from '../doctor/check.ts'
import { checkCloud } from '../doctor/cloud.ts'
import { checkJuju } from '../doctor/juju.ts'
import { checkKubeconfig } from '../doctor/kubeconfig.ts'
import { checkNode } from '../doctor/node.ts'
import { checkOpenrc } from '../doctor/openrc.ts'
import { checkReportDir } from '../doctor/report-dir.ts'
import { checkSsh } from '../doctor/ssh.ts'
import { ConfigError, UsageError } from '../phase/config-error.ts'
import { copyExample, ownSites, readFoundSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { typed } from '../phase/typed.ts'
import { sign } from '../report/paint.ts'
import { counted } from '../report/plain-text.ts'
import { askHere } from '../transport/here.ts'
import { sshOptionsOf } from '../transport/ssh/site-options.ts'
import { processRedactor } from './complain.ts'
import { reportDirOf } from './report-dir.ts'
import { styled } from './style.ts'

export interface DoctorFlags {
  readonly site?: string
  readonly reportDir?: string
}

const { wrong } = checksOf('site')
const shown = { fine: sign.pass, wrong: sign.fail, none: sign.skip } as const

/** `gates doctor`: is this machine fit to look at a cloud? Checks local facts only. Exit code 1 when something is missing. */
export async function doctorCommand(flags: DoctorFlags): Promise<number> {
  const reportDir = reportDirOf(flags.reportDir)
  const site = siteOrWhy(flags.site)
  const ofSite = 'state' in site ? [site] : await checksOfSite(site)
  const checks = [...checkNode(), ...ofSite, ...checkReportDir(reportDir)]
  const width = Math.max(...checks.map(({ what }) => what.length))
  process.stdout.write(processRedactor().redact(checks.map((check) => lines(check, width)).join('')))
  const amiss = checks.filter(({ state }) => state === 'wrong').length
  const verdict = amiss === 0 ? 'This machine is fit to look.' : `${counted(amiss, 'thing')} to put right.`
  process.stdout.write(`\n${verdict} Nothing was asked over the network. To ask the cloud, use "${typed} run --phase all".\n`)
  return amiss === 0 ? 0 : 1
}

/** The site, or the line of the doctor's report that says why no site can be used. Throws when --site names a site that cannot be read. */
function siteOrWhy(named: string | undefined): Site | Check {
  try {
    return readFoundSite(named)
  } catch (error) {
    if (!(error instanceof UsageError) || named !== undefined) throw error
    if (error instanceof ConfigError) return wrong(error.message, 'correct this in the site file, or let this account read it')
    if (ownSites().length > 0 || process.env.GATES_SITE) return { state: 'wrong', what: 'site', saw: error.message }
    return wrong('there is no site file yet, so no cloud can be asked', `${copyExample()}, then edit it`)
  }
}

async function checksOfSite(site: Site): Promise<readonly Check[]> {
  const ask = askHere('doctor', site)
  return [
    { state: 'fine', what: 'site', saw: site.name },
    ...(await checkJuju(ask, site)),
    ...(await checkSsh(sshOptionsOf(site))),
    checkCloud(site),
    checkCa(site.caFile, site.juju.model),
    ...(await checkOpenrc(site)),
    ...(await checkKubeconfig(site.mgmt)),
  ]
}

function lines({ state, what, saw, remedy }: Check, width: number): string {
  const paint = styled(process.stdout)
  const { symbol, style } = shown[state]
  const line = `${paint(style, symbol)} ${what.padEnd(width)}  ${saw}\n`
  return remedy === undefined ? line : `${line}${' '.repeat(width + 4)}${paint('gray', 'do:')} ${paint('cyan', remedy)}\n`
}
