import { CouldNotLook } from '../../transport/could-not-look.ts'
import { describe, type GetQuestion, type ProbeQuestion, type Target } from '../../transport/question.ts'
import { type Ask, understood } from '../command.ts'
import { type Attempt, parseProbe } from './probe.ts'
import { type KubeVersion, parseVersion } from './version.ts'

export type { Attempt } from './probe.ts'
export type { KubeVersion } from './version.ts'

export const mgmt: Target = { name: 'mgmt' }

/** The management cluster. Rejects with CouldNotLook only. */
export interface Kube {
  version(): Promise<KubeVersion>
  /** Tries a TCP connection to `10.12.4.50:5000` from a short-lived pod: the one question that changes something, for as long as it takes. */
  connectFromPod(target: string): Promise<Attempt>
}

export function createKube(ask: Ask): Kube {
  return {
    async version() {
      const question: GetQuestion = { kind: 'get', on: mgmt, path: '/version' }
      const answer = await ask(question)
      if (answer.kind !== 'get') throw odd(describe(question))
      return parseVersion(answer)
    },
    async connectFromPod(connect) {
      const question: ProbeQuestion = { kind: 'probe', on: mgmt, connect }
      const answer = await ask(question)
      if (answer.kind !== 'probe') throw odd(describe(question))
      return understood(describe(question), () => parseProbe(answer))
    },
  }
}

function odd(asked: string): CouldNotLook {
  return new CouldNotLook('not-understood', asked, `${asked} was answered by something of another kind`)
}
