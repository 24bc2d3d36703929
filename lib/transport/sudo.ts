import { typed } from '../phase/typed.ts'
import { CouldNotLook } from './could-not-look.ts'
import { type CommandAnswer, type CommandQuestion, shellLine } from './question.ts'

interface Refusal {
  /** One line of stderr as sudo 1.9 prints it under LC_ALL=C. */
  readonly raw: RegExp
  readonly says: (at: Asker) => string
  /** A command to type on the target. Exception: the constant `rules` is a command of this suite, to type on the machine that the suite runs on. */
  readonly remedy: string
}

/** The account we ran as, and where. */
export interface Asker {
  /** `keystone/0` */
  readonly target: string
  /** `ubuntu` */
  readonly account: string
}

const rules = `${typed} sudoers`
const isMissing: Refusal = {
  raw: /\bsudo: (command )?not found/,
  says: ({ target, account }) => `${target} has no sudo that ${account} can run`,
  remedy: 'apt-get install sudo',
}

const refusals: readonly Refusal[] = [
  {
    raw: /^sudo: ((sorry, )?a password is required|interactive authentication is required)/,
    says: ({ target, account }) => `sudo on ${target} asks ${account} for a password: no rule lets it run this without one`,
    remedy: rules,
  },
  {
    raw: /^sudo: (a terminal is required|no tty present|sorry, you must have a tty)/,
    says: ({ target, account }) =>
      `sudo on ${target} demands a terminal from ${account}, and there is no terminal (requiretty, or a password it cannot ask for)`,
    remedy: rules,
  },
  {
    raw: /\bis not allowed to run sudo on /,
    says: ({ target, account }) => `the sudo rules of ${target} do not allow ${account} to use sudo there`,
    remedy: rules,
  },
  {
    raw: /\bis not in the sudoers file/,
    says: ({ target, account }) => `${account} is not in the sudoers file of ${target}`,
    remedy: rules,
  },
  {
    raw: /^(?:sudo: )?(Sorry, user \S+ (is not allowed to execute|may not run (?!sudo\b))|I'm sorry \S+\. I'm afraid I can't do that)/,
    says: ({ target, account }) => `the sudo rules of ${target} do not allow ${account} this command`,
    remedy: rules,
  },
  {
    raw: /^(?:sudo: )?Sorry, user \S+ may not run sudo\b/,
    says: ({ target, account }) => `the sudo rules of ${target} allow ${account} nothing at all`,
    remedy: rules,
  },
  {
    raw: /^sudo: The "no new privileges" flag is set/,
    says: ({ target, account }) => `sudo on ${target} cannot work for ${account}: the "no new privileges" flag is set on its processes`,
    remedy: 'systemctl show ssh -p NoNewPrivileges',
  },
  {
    raw: /^sudo: (\S+ must be owned by uid 0|effective uid is not 0)/,
    says: ({ target, account }) => `sudo on ${target} cannot work for ${account}: the sudo program is not set-uid root`,
    remedy: 'stat -c "%A %U %n" /usr/bin/sudo',
  },
  {
    // sudo prints this also about a file in sudoers.d, but then it only skips that file. So only a message about /etc/sudoers matches here.
    raw: /^sudo: \/etc\/sudoers is (world writable|owned by [ug]id \d+, should be )/,
    says: ({ target }) => `sudo on ${target} does not read its own rules: the file has a wrong owner or mode`,
    remedy: 'stat -c "%A %U %G %n" /etc/sudoers',
  },
  {
    raw: /^sudo: error in \S+, line \d+ while loading plugin/,
    says: ({ target }) => `sudo on ${target} does not start: its settings are wrong`,
    remedy: 'cat /etc/sudo.conf',
  },
  {
    raw: /^sudo: (?:unknown user|user .+ not found)/,
    says: ({ target }) => `sudo on ${target} does not know the account that the command is to run as`,
    remedy: 'getent passwd',
  },
  {
    raw: /^sudo: (account or password is expired|password expired|PAM account management error: Password has expired)/i,
    says: ({ target, account }) => `sudo on ${target} does not accept the account ${account}: its password has expired`,
    remedy: 'chage -l "$USER"',
  },
  {
    // The account may log in, and PAM refuses it sudo. Examples: an HBAC rule of sssd without the service sudo; pam_access; a broken PAM.
    raw: /^sudo: (PAM |unable to initialize PAM|policy plugin failed session initialization)/i,
    says: ({ target, account }) => `sudo on ${target} cannot work for ${account}: PAM does not let it, whatever the sudo rules say`,
    remedy: 'tail /var/log/auth.log',
  },
  {
    raw: /^sudo: (no valid sudoers sources found|unable to (stat|open) \/etc\/sudoers:|parse error in \/etc\/sudoers near|invalid configuration)/,
    says: ({ target }) => `sudo on ${target} does not accept its own rules: they have a mistake, or cannot be read`,
    remedy: 'visudo -c',
  },
  {
    raw: /^sudo: (fatal error, unable to load plugins|error initializing (policy|audit|I\/O) plugin|unable to initialize policy plugin)/,
    says: ({ target }) => `sudo on ${target} does not start: one of its plugins cannot be used`,
    remedy: 'cat /etc/sudo.conf',
  },
  {
    // A refusal that passes by itself is left to the caller, which asks again.
    raw: /^sudo: unable to (allocate pty|fork|create (pipe|sockets)|change to (root gid|runas))(?!.*(Resource temporarily unavailable|Interrupted))/i,
    says: ({ target }) => `sudo on ${target} could not start the command: the machine has run out of something`,
    remedy: 'df -h / /run; free -m; ulimit -u',
  },
  {
    raw: /^sudo: (account validation failure|you do not exist in the passwd database|unknown uid)/,
    says: ({ target, account }) => `sudo on ${target} does not accept the account ${account}: it is unknown, locked or expired`,
    remedy: 'getent passwd',
  },
]

/** Throws CouldNotLook `sudo` when sudo refused, whether the question's own sudo or one inside the command: `sh -c '… | sudo -n …'`. */
export function heedSudo(question: CommandQuestion, asker: Asker, printed: CommandAnswer): CommandAnswer {
  const answer = inOneName(printed)
  if (answer.exitCode === 0 || !usesSudo(question)) return answer
  const lines = answer.stderr.split(/\r?\n/)
  for (const line of lines) {
    const refusal = isSudoMissing(answer, line) ? isMissing : refusals.find(({ raw }) => raw.test(line))
    if (refusal) throw refused(question, asker, refusal, line)
  }
  return question.sudo ? withShellExit(answer, lines) : answer
}

/** Whether the command runs under sudo, or starts sudo itself: `sh -c '… | sudo -n …'`. */
export function usesSudo({ sudo, argv }: CommandQuestion): boolean {
  return Boolean(sudo) || argv.some((word) => /\bsudo\b/.test(word))
}

/**
 * Warnings after which sudo still runs the command: the machine's own name is not known to DNS or /etc/hosts, or a container forbids sudo to set a
 * limit or to send a message to the kernel's audit log.
 */
const warnings = /^sudo: (?:unable to resolve host .*|(?:setrlimit\(\w+\)|unable to send audit message): Operation not permitted)\n?/gm

/** The stderr of a command without these warnings. They come from sudo, not from the command itself. */
export function withoutWarnings(stderr: string): string {
  return stderr.includes('sudo: ') ? stderr.replaceAll(warnings, '') : stderr
}

/** Newer versions of sudo-rs begin their lines with `sudo-rs: `. Every reader of an answer knows `sudo: `, so that name is put in its place. */
function inOneName(answer: CommandAnswer): CommandAnswer {
  return /^sudo-rs: /m.test(answer.stderr) ? { ...answer, stderr: answer.stderr.replaceAll(/^sudo-rs: /gm, 'sudo: ') } : answer
}

function refused({ argv, sudo }: CommandQuestion, asker: Asker, { says, remedy }: Refusal, line: string): CouldNotLook {
  return new CouldNotLook(
    'sudo',
    `sudo ${asker.target}`,
    `${says(asker)}; asked for${typeof sudo === 'string' ? ` as ${sudo}` : ''}: ${shellLine(argv)}; it said: ${line.trim()}`,
    {
      remedy: remedy === rules ? remedy : `${remedy}  # on ${asker.target}`,
    },
  )
}

function isSudoMissing({ exitCode }: CommandAnswer, line: string): boolean {
  return exitCode === 127 && isMissing.raw.test(line)
}

/** When a program is missing, sudo exits 1 (`sudo: haproxy: command not found`) but a shell exits 127. This puts 127 in place of sudo's 1. */
function withShellExit(answer: CommandAnswer, lines: readonly string[]): CommandAnswer {
  const missing = answer.exitCode === 1 && lines.some((line) => /^sudo: .+: command not found$/.test(line))
  return missing ? { ...answer, exitCode: 127 } : answer
}
