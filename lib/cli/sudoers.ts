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
  process.stdout.write(`# What sudo must allow for these gates of site ${site.name}, and nothing else. Check each
# part with "visudo -cf FILE", then save it on its machine as /etc/sudoers.d/gates, owned by root, with mode 0440. Programs have
# Ubuntu's paths. Paths that are known only from answers of the cloud are taken from the bundled recordings. Each rule begins with
# an account. In the rules for units, this is the account that the site logs in with (${site.ssh.user}). In the rules for the machine
# where gates run, it is the account that runs them (${userInfo().username}).
${parts.length === 0 ? none : `\n${parts.join('\n')}`}`)
  return 0
}
