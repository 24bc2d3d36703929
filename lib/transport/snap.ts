import { CouldNotLook } from './could-not-look.ts'
import type { CommandAnswer } from './question.ts'

interface Refusal {
  /** A line of stderr as `snap run` or snap-confine prints it. */
  readonly raw: RegExp
  readonly says: string
  readonly remedy: string
}

const refusals: readonly Refusal[] = [
  {
    raw: /\bis not a snap cgroup\b/,
    says: 'snapd starts no snap in this session: it finds no systemd of the user, as under cron or after su',
    remedy: 'loginctl enable-linger  # then put XDG_RUNTIME_DIR=/run/user/UID into the crontab',
  },
  {
    raw: /\bcannot find (?:installed|current revision for) snap\b|\bcannot find app "|^cannot locate base snap /,
    says: 'the snap is being refreshed, or is only half installed',
    remedy: 'snap changes; snap list',
  },
  {
    raw: /^(?:Sorry, )?home directories outside of \/home\b/,
    says: 'snapd starts no snap for an account whose home is outside of /home, unless the setting homedirs of snapd covers that home',
    remedy: 'snap get system homedirs',
  },
  {
    raw: /^cannot (?:create user data directory|open path of the current working directory|create lock directory|open lock file)\b/,
    says: 'snapd cannot prepare the folders of the snap: no permission, or no space on the disk',
    remedy: 'ls -ld ~ ~/snap; df -h ~ /run',
  },
  {
    raw: /^snap-confine has elevated permissions and is not confined\b|^(?:cannot|failed to) .*\bapparmor\b/i,
    says: 'snapd starts no snap: AppArmor has not loaded the profiles of snapd',
    remedy: 'systemctl status snapd.apparmor apparmor',
  },
  {
    raw: /^internal error, please report: running "|^(?:error: )?timeout waiting for snap system profiles\b|^cannot perform operation: /,
    says: 'snapd could not start the snap',
    remedy: 'snap changes; systemctl status snapd',
  },
]

/** Throws CouldNotLook when the program is a snap that snapd did not start. Such a program said nothing itself. */
export function heedSnap(answer: CommandAnswer): CommandAnswer {
  if (answer.exitCode === 0 || answer.stdout !== '') return answer
  for (const line of answer.stderr.split(/\r?\n/)) {
    const refusal = refusals.find(({ raw }) => raw.test(line))
    if (refusal) throw new CouldNotLook('missing-tool', 'snap', `${refusal.says}; it said: ${line.trim().slice(0, 200)}`, refusal)
  }
  return answer
}
