import { readText } from '../files/read-regular.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import type { Target } from '../transport/question.ts'
import { collectHostKeys, type HostKey, pin, type SshOptions } from '../transport/ssh/index.ts'
import { parseKnownHost } from '../transport/ssh/known-hosts.ts'
import { type Comparison, compare } from './compare.ts'
import type { Silence } from './text.ts'

export interface Shown {
  readonly found: readonly Comparison[]
  readonly silent: readonly Silence[]
}

/** Asks every machine for its host keys without logging in on it, and compares the keys with what is pinned. */
export async function shownBy(targets: readonly Target[], options: SshOptions): Promise<Shown> {
  const silent: Silence[] = []
  const keys = await collectHostKeys(targets, {
    ...options,
    onSilent: (target, why) => silent.push({ target: target.name, why: why.message }),
  })
  const lines = pinnedLines(options.knownHosts)
  const byTarget = Map.groupBy(keys, (key) => key.target)
  const found = targets.flatMap(({ name }) => {
    const [first, ...others] = byTarget.get(name) ?? []
    return first ? [compare([first, ...others], lines)] : []
  })
  return { found, silent }
}

/** The machines whose host keys a person may agree to pin: new machines, and, if the command named the machines, also those with a changed key. */
export function pinnable(found: readonly Comparison[], isNamed: boolean): readonly Comparison[] {
  return found.filter(({ state }) => state === 'new' || (state === 'changed' && isNamed))
}

export async function pinAll(found: readonly Comparison[], knownHosts: string): Promise<void> {
  await pin(
    knownHosts,
    found.map(({ key }): HostKey => key),
  )
}

function pinnedLines(path: string) {
  try {
    return readText(path)
      .split('\n')
      .flatMap((line) => parseKnownHost(line) ?? [])
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new CouldNotLook('untrusted', `known hosts ${path}`, `${path} cannot be read: ${message}`, { cause: error })
  }
}
