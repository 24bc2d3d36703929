/** `<cluster>`, `<your project id>`: one word or several, but not a redirection such as `<in 2>out`. */
const placeholder =
  /(?<![<&\d])<(?=[A-Za-z])[A-Za-z0-9_.:|/#+-]*(?:[ ][A-Za-z0-9_.:|/#+-]+)*(?<![\s\d])>|(?<![<&\d])<(?:\.\.\.|\u2026)>|(?<![<&\d])<[A-Za-z][A-Za-z0-9_-]*\d>(?=$|[\s"'/:.,)\]}-])/gm

/** A placeholder such as `{root token}`. A group of commands does not match, because it has a blank after its brace. */
const inBraces = /(?<!\$)\{[A-Za-z][\w-]*(?: [\w-]+)+\}/g

/** The script with each placeholder replaced by one word of the same length, which the shell reads as a name: `<a b>` becomes `_a_b_`. */
export function fillPlaceholders(script: string): string {
  const filled = script.includes('<') ? script.replace(placeholder, asWord) : script
  return filled.includes('{') ? filled.replace(inBraces, asWord) : filled
}

function asWord(found: string): string {
  return found.replaceAll(/[<>{} |#]/g, '_')
}

/** A word that stands for something the reader has to fill in. */
export function isPlaceholder(value: string): boolean {
  return /^_[A-Za-z][\w.:/+-]*_$/.test(value) || /^[A-Z]+(?:_[A-Z]+)+$/.test(value) || /^\[[a-z -]+\]$|^\.\.\.$|^…$/.test(value)
}
