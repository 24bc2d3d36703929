import { tokenShape } from './redact-token.ts'

const opensScalar = new RegExp(String.raw`^((?:[ \t]*- )*[ \t]*(?:[\w.-]{1,100}:[ \t]+|(?<=- )))(${tokenShape.source}[^\r\n]+)`, 'gm')

/**
 * A plain YAML scalar that begins with a token and goes on is no longer valid YAML: `- [redacted:…] was refused`. Such a scalar gets quotes. A token
 * that is the whole value stays bare.
 */
export function quoteOpenScalars(text: string): string {
  return text.replace(opensScalar, (line: string, before: string, scalar: string) => {
    const rest = scalar.slice(scalar.indexOf(']') + 1)
    if (/^[ \t]*(?:$|#|[,}])/.test(rest)) return line
    return `${before}'${scalar.trimEnd().replaceAll("'", "''")}'`
  })
}
