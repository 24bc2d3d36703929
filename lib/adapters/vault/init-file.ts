import type { Ask } from '../../transport/ask.ts'
import { jumphost } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { onlyLine, wholeLines } from '../lines.ts'
import { foundNothing, searchExits } from '../searched.ts'

/** The file on the jumphost with the output of `vault operator init` or `vault operator rekey`. Only grep reads it. No key or token is printed. */
export type InitFile = { readonly path: string; readonly exists: false } | ({ readonly path: string; readonly exists: true } & Kept)

export interface Kept {
  /** `regular file`, `regular empty file`, `directory` */
  readonly kind: string
  /** `0600` */
  readonly mode: string
  readonly written: Date
  readonly unsealKeys: number
  readonly rootTokens: number
  readonly form: Form
  /** True when a tool such as gpg has encrypted the file. Then its keys cannot be counted. */
  readonly isEncrypted: boolean
}

/** The format that vault printed, and whether a terminal left its codes in the file. */
export type Form = 'text' | 'text with terminal codes' | 'JSON' | 'YAML'

type Stat = Pick<Kept, 'kind' | 'mode' | 'written'>

function statOf(path: string): Command<Stat | 'absent'> {
  return {
    argv: ['stat', '-L', '-c', '%a %Y %F', path],
    // 1: the file is not there, or stat failed for another reason, which it prints.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (/No such file or directory\s*$/.test(stderr) && stdout === '') return 'absent'
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'without a reason'}`)
      }
      const line = onlyLine(stdout)
      const [, mode, modifiedS, kind] = /^([0-7]{1,4}) (\d+) (\S.*)$/.exec(line) ?? []
      if (!mode || !kind) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted mode, time and kind`)
      return { kind, mode: mode.padStart(4, '0'), written: new Date(Number(modifiedS) * 1000) }
    },
  }
}

/** A colour or cursor code, as in a file that was saved from a terminal. */
const code = String.raw`\x1b\[[\d;]*`
const codes = `(?:${code}[A-Za-z])*`
/**
 * Matches the colour and cursor codes before a word. `\K` drops what was matched before it, so grep prints the final letter of the last code and then
 * the word. The letter is the sign that there was a code.
 */
const afterCodes = String.raw`^(?:${code}\K[A-Za-z])*`
/**
 * A key in base64: 44 characters, or more where vault was given `-pgp-keys` and encrypted it. The same keys in hex are not counted again.
 */
const key = String.raw`(?![0-9a-f]+(?:["\s]|$))(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)`
const token = String.raw`(?:hvs\.|s\.)?[\w+/=-]{20,}`

/**
 * Patterns for the text in front of a key or token that `vault operator init` prints (command/operator_init.go): for people, as JSON and as YAML. A
 * pattern matches only where a secret follows the text. grep prints the text, but never the secret.
 */
export const unsealKeyMark = [
  String.raw`${afterCodes}Unseal Key (?=\d+:\s*${codes}\S)`,
  // In the JSON output, the unseal keys are items of a list. A string behind a colon is the value of `root_token`, not an unseal key.
  `(?<![:])(?<![:] )"(?=${key}")`,
  String.raw`^\s*\K- (?="?${key}"?\s*$)`,
].join('|')
export const rootTokenMark = [
  `${afterCodes}Initial Root Token[:] *(?=${codes}${token})`,
  `"root_token"[:] *(?="${token}")`,
  String.raw`^root_token[:] *(?="?${token}"?\s*$)`,
].join('|')

const marks = /^(?:[A-Za-z]?(?:Unseal Key|Initial Root Token:) *|"(?:root_token": *)?|- |root_token: *)$/

interface Marks {
  readonly count: number
  readonly form: Form
}

function marksOf(pattern: string, path: string): Command<Marks> {
  return {
    argv: ['grep', '-aoP', pattern, path],
    // 1: nothing matches, which is an answer. 2: the file could not be read.
    exits: searchExits,
    parse: (answer) => {
      // An error thrown here quotes grep's stderr. That reveals no key: grep's error messages name the file, and never quote a line of it.
      if (foundNothing(answer)) return { count: 0, form: 'text' }
      const lines = wholeLines(answer.stdout)
      if (!lines.every((line) => marks.test(line)))
        throw new NotUnderstood(`exited ${answer.exitCode} and printed lines that its pattern does not match`)
      return { count: lines.length, form: formOf(lines) }
    },
  }
}

/**
 * Patterns for a file that holds no key in the form that `vault operator init` prints. The first pattern matches a key that `vault operator rekey`
 * has printed (command/operator_rekey.go). The others show that the file is encrypted: by gpg --armor, age, openssl cms, ansible-vault, openssl enc
 * or sops.
 */
export const otherMark = [
  String.raw`^Key (?=\d+(?: fingerprint: \S+; value)?: ${key}\s*$)`,
  '^-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE|PKCS7|CMS)-----',
  String.raw`^(?:\$ANSIBLE_VAULT;|age-encryption\.org/|Salted__|U2FsdGVkX1)`,
  String.raw`ENC\[AES256_GCM,`,
].join('|')

/** Without --armor, gpg writes binary data that no pattern matches. The name of the file then shows that it is encrypted. */
const encryptedName = /\.(?:gpg|pgp|age|enc)$/

const others = /^(?:Key |-----BEGIN [A-Z\d ]+-----|\$ANSIBLE_VAULT;|age-encryption\.org\/|Salted__|U2FsdGVkX1|ENC\[AES256_GCM,)$/

interface Others {
  readonly rekeyed: number
  readonly isEncrypted: boolean
}

function othersOf(path: string): Command<Others> {
  return {
    argv: ['grep', '-aoP', otherMark, path],
    exits: searchExits,
    parse: (answer) => {
      if (foundNothing(answer)) return { rekeyed: 0, isEncrypted: encryptedName.test(path) }
      const lines = wholeLines(answer.stdout)
      if (!lines.every((line) => others.test(line)))
        throw new NotUnderstood(`exited ${answer.exitCode} and printed lines that its pattern does not match`)
      const rekeyed = lines.filter((line) => line === 'Key ').length
      return { rekeyed, isEncrypted: rekeyed < lines.length }
    },
  }
}

function formOf(lines: readonly string[]): Form {
  const [first = ''] = lines
  if (lines.some((line) => /^[A-Za-z](?:Unseal|Initial)/.test(line))) return 'text with terminal codes'
  return first.startsWith('"') ? 'JSON' : /^(?:- |root_token)/.test(first) ? 'YAML' : 'text'
}

export async function initFile(ask: Ask, path: string): Promise<InitFile> {
  const stat = await observe(ask, jumphost, statOf(path))
  if (stat === 'absent') return { path, exists: false }
  const empty = { unsealKeys: 0, rootTokens: 0, form: 'text', isEncrypted: false } as const
  if (!stat.kind.startsWith('regular')) return { path, exists: true, ...stat, ...empty }
  const [keys, tokens] = await Promise.all([
    observe(ask, jumphost, marksOf(unsealKeyMark, path)),
    observe(ask, jumphost, marksOf(rootTokenMark, path)),
  ])
  const more = stat.kind === 'regular file' && keys.count === 0 ? await observe(ask, jumphost, othersOf(path)) : undefined
  return {
    path,
    exists: true,
    ...stat,
    unsealKeys: keys.count + (more?.rekeyed ?? 0),
    rootTokens: tokens.count,
    form: keys.form,
    isEncrypted: more?.isEncrypted ?? false,
  }
}
