import type { Site } from './site.ts'

/** `{maas.profile}`, `{openrc}`: a name in the site file. The braces of jq and JSON hold something else. */
const place = /\{(bundle|openrc|[a-z][A-Za-z]*(?:\.[a-zA-Z]+)+)\}/g

/**
 * A fix with the values of this site in the places that it names, each as one word of a shell. A value the site does not have stays a name,
 * in capitals, which no shell and no cloud takes for anything: `MAAS_PROFILE`.
 */
export function filled(fix: string, site: Site): string {
  return fix.replaceAll(place, (_, path: string) => {
    const value = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), site)
    return typeof value === 'string' || typeof value === 'number' ? word(String(value)) : path.toUpperCase().replaceAll('.', '_')
  })
}

/** As it is, or in single quotes. */
function word(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
