import type { Ask } from '../../transport/ask.ts'
import { absolutePath } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { changeOf, type LoadedFile } from '../host/file-change.ts'
import { wholeLines } from '../lines.ts'
import { foundNothing, searchExits } from '../searched.ts'
import { configFile } from './check.ts'

/**
 * The files that haproxy's configuration names. The configuration holds the password of the statistics page, so only these paths leave the machine.
 */
const namedFiles: Command<readonly string[]> = {
  argv: ['grep', '-oE', '[[:space:]](crt|crt-list|ca-file|crl-file) +/[^[:space:]]+', configFile],
  sudo: true,
  // 1: the configuration names no file, for example because TLS ends behind haproxy. 2: the configuration could not be read.
  exits: searchExits,
  parse: (answer) => {
    if (foundNothing(answer)) return []
    const paths = wholeLines(answer.stdout).map((line) => /^\s\S+ +(\/\S+)$/.exec(line)?.[1])
    if (paths.includes(undefined)) throw new NotUnderstood('printed a line that names no file')
    // A folder may be written with a slash at its end.
    return [...new Set(paths.map((path) => absolutePath.checked((path ?? '').replace(/\/$/, ''), configFile)))]
  },
}

/** The configuration and the certificates it names. */
export async function loadedFiles(ask: Ask, on: Target): Promise<readonly LoadedFile[]> {
  const named = await observe(ask, on, namedFiles)
  return Promise.all([configFile, ...named].map((path) => observe(ask, on, changeOf(path))))
}
