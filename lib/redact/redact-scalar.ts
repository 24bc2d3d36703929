import { tokenShape } from './redact-token.ts'

const opensScalar = new RegExp(String.raw`^((?:[ \t]*- )*[ \t]*(?:[\w.-]{1,100}:[ \t]+|(?<=- )))(${tokenShape.source}[^\r\n]+)`, 'gm')

/**
 * In YAML a plain scalar that starts with a token and goes on is not YAML any more: `- [redacted:…] was refused`.
 * Such a line gets quotes. A token that is all of a value stays bare.
 */
export function quoteOpenScalars(text: string): string {
  return text.replace(opensScalar, (line: string, before: string, scalar: string) => {
    const rest = scalar.slice(scalar.indexOf(']') + 1)
    if (/^[ \t]*(?:$|#|[,}])/.test(rest)) return line
    return `${before}'${scalar.trimEnd().replaceAll("'", "''")}'`
  })
}
