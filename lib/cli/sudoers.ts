import { userInfo } from 'node:os'
import { learn } from '../plan/learn.ts'
import { sudoers } from '../plan/sudoers.ts'
import { type PlanFlags, planned } from './plan.ts'

/** `gates sudoers`: the least that sudo must allow for the selected gates, as files for /etc/sudoers.d. Asks nothing of the cloud. */
export async function sudoersCommand(flags: PlanFlags): Promise<number> {
  const { specs, site, example } = planned(flags)
  const byPlace = sudoers(await learn(specs, site, example), site, userInfo().username)
  const parts = [...byPlace].map(([place, rules]) => `# on ${place}\n${rules.join('\n')}\n`)
  const none = `# These gates ask nothing with sudo.\n`
  process.stdout.write(`# What sudo must allow for these gates of site ${site.name}, and nothing else. Per place: save it as
# /etc/sudoers.d/gates there, root's and 0440, once "visudo -cf FILE" is content with it. Paths of programs are Ubuntu's;
# paths that only an answer of the cloud names are those of the bundled recordings. Each rule begins with the account it is for: on
# the units the one that the site logs in with (${site.ssh.user}), here the one that runs gates (${userInfo().username}).
${parts.length === 0 ? none : `\n${parts.join('\n')}`}`)
  return 0
}
