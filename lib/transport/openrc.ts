import { loadText } from '../files/read-regular.ts'
import { type Openrc, readOpenrc, type Setting } from '../formats/openrc/index.ts'
import { CouldNotLook } from './could-not-look.ts'
import { type OpenrcAnswer, type OpenrcQuestion, shellLine } from './question.ts'
import type { Transport } from './transport.ts'

/** The variables whose values leave this transport. Of every other variable, at most the name leaves it. */
const inTheClear = ['OS_AUTH_URL', 'OS_CACERT']

/** The JSON of an answer. */
export interface OpenrcSettingsDocument {
  /** OS_AUTH_URL and OS_CACERT, as far as they are set. */
  readonly settings: Readonly<Record<string, Setting>>
  /** Every OS_ variable that the file sets, secret or not. */
  readonly names: readonly string[]
  /** Those whose value ends in a carriage return. */
  readonly endInCarriageReturn: readonly string[]
  /** Why a variable that is not in `names` may be set all the same: `in line 2 another file is read`. */
  readonly elsewhere?: string
}

/** Reads openrc files of this machine as bash does, and executes nothing. Rejects with CouldNotLook only. */
export function openrcTransport(): Transport<OpenrcQuestion> {
  return {
    async ask({ path }): Promise<OpenrcAnswer> {
      const text = await loadText(path).catch((error: NodeJS.ErrnoException) => {
        throw unreadable(path, error)
      })
      return { kind: 'openrc', settings: JSON.stringify(withoutSecrets(readOpenrc(text))) }
    },
    async close() {},
  }
}

function withoutSecrets({ settings, elsewhere }: Openrc): OpenrcSettingsDocument {
  const ours = [...settings].filter(([name]) => name.startsWith('OS_'))
  return {
    settings: Object.fromEntries(ours.filter(([name]) => inTheClear.includes(name))),
    names: ours.map(([name]) => name),
    endInCarriageReturn: ours.flatMap(([name, one]) => ('value' in one && one.value.endsWith('\r') ? [name] : [])),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): CouldNotLook {
  const why =
    error.code === 'ENOENT'
      ? 'does not exist'
      : error.code === 'EACCES'
        ? 'may not be read by this user'
        : `cannot be read (${error.code ?? error.message})`
  return new CouldNotLook('credential', 'openrc', `the openrc ${path} ${why}`, { remedy: shellLine(['ls', '-l', path]), cause: error })
}
