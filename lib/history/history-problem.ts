import { systemSays } from '../files/system-says.ts'

/** The history cannot be read or written. The message is one sentence for the operator. */
export class HistoryProblem extends Error {
  override readonly name: string = 'HistoryProblem'

  constructor(tried: string, file: string, why: string, todo: string, cause?: unknown) {
    super(`${tried} ${file}: ${why}. ${todo}`, { cause })
  }
}

/** Result codes of SQLite (https://www.sqlite.org/rescode.html); the low byte of an extended code is the code it extends. */
const code = { busy: 5, locked: 6, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const

export function isDamage(error: unknown): boolean {
  const primary = primaryCode(error)
  return primary === code.corrupt || primary === code.notADatabase
}

export function isBusy(error: unknown): boolean {
  const primary = primaryCode(error)
  return primary === code.busy || primary === code.locked
}

/** What went wrong with the file, as a part of a sentence. */
export function historySays(error: unknown): string {
  switch (primaryCode(error)) {
    case code.busy:
    case code.locked:
      return 'another program has kept the file locked for too long'
    case code.readOnly:
      return 'this user may not write there'
    case code.io:
      return 'the disk could not be read or written'
    case code.corrupt:
    case code.notADatabase:
      return 'the file is damaged'
    case code.full:
      return 'the disk or the quota is full'
    case code.cannotOpen:
      return 'the file cannot be opened'
    default:
      return systemSays(error)
  }
}

function primaryCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
