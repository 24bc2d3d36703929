import type { Word } from './call.ts'
import { joined, type Known } from './words.ts'

/**
 * The path that a call of `mktemp` prints. The X's of the template stay: `mktemp -d -t kc.XXXXXX` gives `/tmp/kc.XXXXXX`. The first given word
 * is `mktemp` itself.
 */
export function pathMade([, ...words]: readonly Word[]): Known {
  let template: Known | undefined
  let folder: Known | undefined
  let suffix = ''
  for (const [i, word] of words.entries()) {
    const [, option, value] = /^(--(?:tmpdir|suffix))(?:=(.*))?$/.exec(word.shape) ?? []
    if (words[i - 1]?.shape === '-p') folder = word
    else if (option === '--suffix') suffix = value ?? ''
    else if (option === '--tmpdir') folder = { values: [value ?? usualFolder] }
    else if (/^-[dqu]*t[dqu]*$/.test(word.shape)) folder ??= { values: [usualFolder] }
    else if (!word.shape.startsWith('-')) template = word
  }
  const inFolder = template === undefined ? (folder ?? { values: [usualFolder] }) : folder
  const name = template ?? { values: [usualName] }
  return joined([...(inFolder === undefined ? [] : [inFolder, { values: ['/'] }]), name, { values: [suffix] }])
}

const usualFolder = '/tmp'
const usualName = 'tmp.XXXXXXXXXX'
/** The path that `mktemp` without a template makes. */
export const usualPath = `${usualFolder}/${usualName}`

/** Whether the path has a part that `mktemp` makes up. */
export function isTemporary(path: string): boolean {
  return /X{3}/.test(path)
}
