import { homedir } from 'node:os'
import { shellWords } from './shell-words.ts'

/** A value as the shell would set it, or why only a shell could tell: `it is the output of a program`. */
export type ShellValue = { readonly value: string } | { readonly unknown: string }

/** By variable, `OS_AUTH_URL`. */
export type Openrc = ReadonlyMap<string, ShellValue>

/** The OS_ variables an openrc sets, read and never executed. Later lines win, as in the shell. */
export function readOpenrc(text: string, home = homedir()): Openrc {
  const variables = new Map<string, ShellValue>()
  const lookUp = (name: string) => (name === 'HOME' ? { value: home } : variables.get(name))
  for (const line of text.replaceAll('\r\n', '\n').replaceAll('\\\n', '').split('\n')) {
    const words = shellWords(line, lookUp)
    for (const { text: word, unknown } of words) {
      const [, name, value = ''] = /^(OS_\w+)=([\s\S]*)$/.exec(word) ?? []
      if (name !== undefined) variables.set(name, unknown === undefined ? { value: value.replace(/^~(?=\/)/, home) } : { unknown })
    }
    if (words[0]?.text === 'unset') for (const { text: name } of words) variables.delete(name)
  }
  return variables
}

/** The value; absent when it is not set, set to nothing, or unknown. */
export function settingOf(openrc: Openrc, name: string): string | undefined {
  const found = openrc.get(name)
  return found && 'value' in found && found.value !== '' ? found.value : undefined
}
