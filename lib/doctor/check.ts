import { accessSync, constants, statSync } from 'node:fs'
import { readText } from '../files/read-regular.ts'

/** One line of `gates doctor`. */
export interface Check {
  /** `none`: there is nothing to check, because the site file does not ask for it or nothing is pinned. */
  readonly state: 'fine' | 'wrong' | 'none'
  /** `kubeconfig` */
  readonly what: string
  /** What was seen; never a secret. */
  readonly saw: string
  /** A command to paste, or a sentence that says what to do, such as what to write in the site file. */
  readonly remedy?: string
}

/** Makes the lines of one subject. */
export function checksOf(what: string) {
  return {
    fine: (saw: string): Check => ({ state: 'fine', what, saw }),
    wrong: (saw: string, remedy: string): Check => ({ state: 'wrong', what, saw, remedy }),
    none: (saw: string): Check => ({ state: 'none', what, saw }),
  }
}

/** The text of a file, or why there is none: `does not exist`. */
export function textOf(file: string): { readonly text: string } | { readonly why: string } {
  try {
    return { text: readText(file) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { why: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})` }
  }
}

/** The permissions as chmod takes them, such as `644`. Undefined when only the owner has permissions. */
export function openMode(file: string): string | undefined {
  const mode = statSync(file).mode & 0o777
  return (mode & 0o077) === 0 ? undefined : mode.toString(8)
}

export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
