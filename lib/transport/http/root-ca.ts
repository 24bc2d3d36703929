import { shellLine } from '../question.ts'

/** The command that writes the CA file that the site names. Every run verifies with this file, so the old one stays until vault returns a new one. */
export function fetchRootCa(file: string, model?: string): string {
  const of = model === undefined ? [] : ['-m', model]
  const get = shellLine(['juju', 'run', ...of, 'vault/leader', 'get-root-ca', '--format', 'json'])
  const fresh = `${file}.new`
  return `${get} | jq -er '.[].results.output' > ${shellLine([fresh])} && ${shellLine(['mv', fresh, file])}`
}
