import { tokenShape } from './redact-token.ts'

const opensScalar = new RegExp(String.raw`^((?:[ \t]*- )*[ \t]*(?:[\w.-]{1,100}:[ \t]+|(?<=- )))(${tokenShape.source}[^\r\n]+)`, 'gm')

/**
 * An unquoted YAML scalar that begins with a redaction token and goes on after it is not valid: `- [redacted:…] was refused`. Such a scalar gets
 * quotes. A scalar that is only a token stays unquoted.
 */
export function quoteOpenScalars(text: string): string {
  return text.replace(opensScalar, (line: string, before: string, scalar: string) => {
    const rest = scalar.slice(scalar.indexOf(']') + 1)
    if (/^[ \t]*(?:$|#|[,}])/.test(rest)) return line
    return `${before}'${scalar.trimEnd().replaceAll("'", "''")}'`
  })
}
