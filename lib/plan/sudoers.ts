import type { Site } from '../phase/site.ts'
import type { CommandQuestion, Sudo } from '../transport/question.ts'
import { placeOf, thisMachine } from './general.ts'
import type { Learned } from './learn.ts'

/** Programs that Ubuntu or a snap installs outside /usr/bin. */
const folders: Readonly<Record<string, string>> = { haproxy: '/usr/sbin', crm_mon: '/usr/sbin', nginx: '/usr/sbin', k8s: '/snap/bin' }

/** Patterns for process numbers, which have up to seven digits. `*` would also match blanks and slashes, and would thereby allow other files. */
const digits = Array.from({ length: 7 }, (_, i) => '[0-9]'.repeat(i + 1))

/**
 * Rules for sudoers(5) that allow exactly what these gates ask with sudo. The keys say where the rules belong, such as `this machine`. `me` is the
 * account that runs gates on this machine. Paths that only the cloud knows are taken from the bundled recordings.
 */
export function sudoers(learned: readonly Learned[], site: Site, me: string): ReadonlyMap<string, readonly string[]> {
  const asked = learned.flatMap(({ spec, question }) =>
    question.kind === 'command' && question.sudo ? [{ place: placeOf(question, spec), question }] : [],
  )
  const byPlace = Map.groupBy(asked, ({ place }) => place)
  return new Map(
    [...byPlace].map(([place, all]) => {
      const user = place === thisMachine ? me : site.ssh.user
      const rules = new Set(
        all.flatMap(({ question }) =>
          commandsOf(question).map((command) => `${user} ALL=(${accountOf(question.sudo)}) NOPASSWD: ${command}`),
        ),
      )
      return [place, [...rules].toSorted()] as const
    }),
  )
}

/** The account that sudo runs a command as: root, unless `sudo` names another. */
export function accountOf(sudo: Sudo | undefined): string {
  return typeof sudo === 'string' ? sudo : 'root'
}

function commandsOf({ argv }: CommandQuestion): readonly string[] {
  const [program = '', ...args] = argv
  const path = program.startsWith('/') ? program : `${folders[program] ?? '/usr/bin'}/${program}`
  const line = [path, ...args.map(literal)].join(' ')
  return /\/proc\/\d+\//.test(line) ? digits.map((pattern) => line.replace(/\/proc\/\d+\//, `/proc/${pattern}/`)) : [line]
}

/**
 * Escapes a word so that it matches only itself in a sudoers rule: first the characters of the shell's patterns, then the characters with a meaning
 * in sudoers.
 */
function literal(word: string): string {
  return word.replaceAll(/[\\*?[\]]/g, '\\$&').replaceAll(/[\\,:=#]/g, '\\$&')
}
