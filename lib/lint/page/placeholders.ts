/** `<cluster>`, `<your project id>`: one word or several, but no redirection such as `<in 2>out`. */
const placeholder =
  /(?<![<&\d])<(?=[A-Za-z])[A-Za-z0-9_.:|/#+-]*(?:[ ][A-Za-z0-9_.:|/#+-]+)*(?<![\s\d])>|(?<![<&\d])<[A-Za-z][A-Za-z0-9_-]*\d>(?=$|[\s"'/:.,)\]}-])/gm

/** Each placeholder as one word of the same length, which the shell reads as a name: `<a b>` becomes `_a_b_`. */
export function fillPlaceholders(script: string): string {
  return script.includes('<') ? script.replace(placeholder, (found) => found.replaceAll(/[<> |#]/g, '_')) : script
}

/** A word that stands for something the reader is to fill in. */
export function isPlaceholder(value: string): boolean {
  return /^_[A-Za-z][\w.:/+-]*_$/.test(value) || /^\[[a-z -]+\]$|^\.\.\.$|^…$/.test(value)
}
