import { NotUnderstood } from '../command.ts'
import { type Token, tokensOf } from './tokens.ts'

/** `proxy_pass https://10.12.8.50:443;`, or a block such as `server { … }`. */
export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  /** `/etc/nginx/sites-enabled/horizon:12` */
  readonly at: string
  /** The directives in the block, in order; absent where the directive has no block. */
  readonly block?: readonly Directive[]
}

/** Whether a setting that is `on` or `off` is on. nginx ignores the case of these words (ngx_conf_set_flag_slot). */
export function isOn(value: string | undefined): boolean {
  return value?.toLowerCase() === 'on'
}

/** The directives of one file. */
export function directivesOf(text: string, file: string): readonly Directive[] {
  const tokens = tokensOf(text)
  const { directives, closing } = blockOf(tokens, file)
  if (closing) throw new NotUnderstood(`${file}:${closing.line}: a } that closes nothing`)
  return directives
}

/** The directives up to the `}` that closes the block, or up to the end of the file. */
function blockOf(tokens: Generator<Token>, file: string): { readonly directives: readonly Directive[]; readonly closing?: Token } {
  const directives: Directive[] = []
  let words: Token[] = []
  for (let next = tokens.next(); !next.done; next = tokens.next()) {
    const token = next.value
    const at = `${file}:${words[0]?.line ?? token.line}`
    if (token.isWord) words.push(token)
    else if (token.text === '}') {
      if (words.length > 0) throw new NotUnderstood(`${at}: ${words[0]?.text} is not ended by a ;`)
      return { directives, closing: token }
    } else {
      const [name, ...args] = words.map((word) => word.text)
      if (name === undefined) throw new NotUnderstood(`${at}: a ${token.text} without a directive before it`)
      const inner = token.text === '{' ? blockOf(tokens, file) : undefined
      if (inner && !inner.closing) throw new NotUnderstood(`${at}: the block of ${name} is never closed`)
      directives.push({ name, args, at, ...(inner ? { block: inner.directives } : {}) })
      words = []
    }
  }
  if (words[0]) throw new NotUnderstood(`${file}:${words[0].line}: ${words[0].text} is not ended by a ;`)
  return { directives }
}
