import type { Site } from './site.ts'

/** `{maas.profile}`, `{openrc}`: a name in the site file. The braces of jq and JSON hold something else. */
const place = /\{(bundle|openrc|[a-z][A-Za-z]*(?:\.[a-zA-Z]+)+)\}/g

/**
 * The fix with the site's values for the names in braces, quoted for a shell where needed. A name without a value becomes a placeholder for the
 * reader, such as MAAS_PROFILE. If it is pasted by mistake, it does no harm.
 */
export function filled(fix: string, site: Site): string {
  return fix.replaceAll(place, (_, path: string) => {
    const value = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), site)
    return typeof value === 'string' || typeof value === 'number' ? word(String(value)) : path.toUpperCase().replaceAll('.', '_')
  })
}

/** The text as one word of a shell: as it is, or in single quotes. */
function word(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
