import type { Site } from '../phase/site.ts'
import type { CommandQuestion, Sudo } from '../transport/question.ts'
import { placeOf, thisMachine } from './general.ts'
import type { Learned } from './learn.ts'

/** Programs that are not in /usr/bin, where Ubuntu and its snaps have them. */
const folders: Readonly<Record<string, string>> = { haproxy: '/usr/sbin', crm_mon: '/usr/sbin', nginx: '/usr/sbin', k8s: '/snap/bin' }

/** A process number has up to seven digits. `*` would match blanks and slashes too, and so other files. */
const digits = Array.from({ length: 7 }, (_, i) => '[0-9]'.repeat(i + 1))

/**
 * Rules for sudoers(5) that allow what these gates ask with sudo and nothing else, by place. `me` is who runs gates on this machine. Paths
 * that only the cloud knows are those of the bundled recordings.
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

/** Who a question is asked as. */
export function accountOf(sudo: Sudo | undefined): string {
  return typeof sudo === 'string' ? sudo : 'root'
}

function commandsOf({ argv }: CommandQuestion): readonly string[] {
  const [program = '', ...args] = argv
  const path = program.startsWith('/') ? program : `${folders[program] ?? '/usr/bin'}/${program}`
  const line = [path, ...args.map(literal)].join(' ')
  return /\/proc\/\d+\//.test(line) ? digits.map((pattern) => line.replace(/\/proc\/\d+\//, `/proc/${pattern}/`)) : [line]
}

/** A word that matches itself only: first the shell's patterns are taken literally, then what sudoers itself gives a meaning to. */
function literal(word: string): string {
  return word.replaceAll(/[\\*?[\]]/g, '\\$&').replaceAll(/[\\,:=#]/g, '\\$&')
}
