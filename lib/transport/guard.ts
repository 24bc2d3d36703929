import { CouldNotLook } from './could-not-look.ts'
import { type OwnPrograms, shapeOf } from './guard-commands.ts'
import { onlyReads } from './guard-paths.ts'
import { absolutePath } from './names.ts'
import { type CommandQuestion, describe, type Question, type Sudo } from './question.ts'

/** Variables that may be set for a command, because they do not change what it does. PATH or LD_PRELOAD could make it run another program. */
const harmlessEnvironment: ReadonlySet<string> = new Set(['JUJU_DATA', 'LC_ALL', 'TZ'])

/** `10.12.4.50:5000`, `[fd00::50]:5000` */
const endpoint = /^(?:[A-Za-z0-9](?:[\w.-]*\w)?|\[[\da-fA-F:.]+\]):\d{1,5}$/

/** Refuses every question that is not on a list of questions that only read. The declared egress probe is the one exception. */
export function refuseWrites(question: Question, own: OwnPrograms = {}): void {
  if (isListed(question, own)) return
  throw new CouldNotLook(
    'guard',
    'read-only guard',
    `refused to run "${describe(question)}": it is not on the list of commands that only read`,
  )
}

function isListed(question: Question, own: OwnPrograms): boolean {
  switch (question.kind) {
    case 'command':
      return isHarmless(question) && mayRun(question, own)
    case 'get':
      return onlyReads(question)
    case 'tls':
      return endpoint.test(question.on.name)
    case 'login':
      return question.on.name === 'identity'
    case 'openrc':
      return question.on.name === 'jumphost' && absolutePath.is(question.path)
    case 'probe':
      return question.on.name === 'mgmt' && endpoint.test(question.connect)
    default:
      return false
  }
}

function mayRun({ argv, sudo }: CommandQuestion, own: OwnPrograms): boolean {
  const shape = shapeOf(argv, own)
  return shape !== undefined && (!sudo || shape.sudo === accountOf(sudo))
}

function accountOf(sudo: Exclude<Sudo, false>): string {
  return sudo === true ? 'root' : sudo
}

function isHarmless({ env = {} }: CommandQuestion): boolean {
  return Object.keys(env).every((name) => harmlessEnvironment.has(name))
}
