import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../phase/site.ts'
import type { Ask } from '../transport/ask.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { jumphost } from '../transport/question.ts'
import { jujuData } from '../transport/ssh/site-options.ts'
import { type Check, checksOf } from './check.ts'

const { fine, wrong } = checksOf('juju')

/**
 * Checks that juju is installed and knows controllers. Only a real call shows whether the login is still good: the gate juju-login-fresh makes one.
 */
export async function checkJuju(ask: Ask, site: Site, folder = jujuData()): Promise<readonly Check[]> {
  return [await program(ask, site), data(folder)]
}

async function program(ask: Ask, site: Site): Promise<Check> {
  const juju = site.juju.command ?? 'juju'
  const install = site.juju.command === undefined ? 'sudo snap install juju' : `correct juju.command in the file of site ${site.name}`
  try {
    const answer = await ask({ kind: 'command', on: jumphost, argv: [juju, 'version'] })
    if (answer.kind !== 'command' || answer.exitCode !== 0) {
      const said = answer.kind === 'command' ? answer.stderr.trim().split('\n')[0] : ''
      return wrong(said || `${juju} version failed without a message`, install)
    }
    return versionLine(juju, answer.stdout.trim(), install)
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    return wrong(error.message, error.remedy ?? install)
  }
}

/** `3.6.8-ubuntu-amd64`. Before 2.9 the JSON has other shapes. */
function versionLine(juju: string, said: string, install: string): Check {
  const [, version, major, minor] = /^((\d+)\.(\d+)[\w.-]*)$/.exec(said) ?? []
  if (version === undefined) return wrong(`${juju} version says ${JSON.stringify(said.slice(0, 60))}, which is not a version`, install)
  const isOld = Number(major) < 2 || (Number(major) === 2 && Number(minor) < 9)
  return isOld ? wrong(`${version}, wanted 2.9 or newer`, 'sudo snap refresh juju') : fine(`${version} (${juju})`)
}

function data(folder: string): Check {
  if (existsSync(join(folder, 'controllers.yaml'))) return fine(`knows controllers, in ${folder}`)
  const why = existsSync(folder) ? `${folder} names no controller` : `there is no ${folder}`
  return wrong(`${why}: this account has never logged in`, 'juju register TOKEN   (an administrator gets TOKEN from juju add-user)')
}
