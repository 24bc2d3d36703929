import { shellLine } from '../question.ts'

/** The command that writes the CA file named by the site, which every run verifies with. The old file stays until vault has handed out another. */
export function fetchRootCa(file: string, model?: string): string {
  const of = model === undefined ? [] : ['-m', model]
  const get = shellLine(['juju', 'run', ...of, 'vault/leader', 'get-root-ca', '--format', 'json'])
  const fresh = `${file}.new`
  return `${get} | jq -er '.[].results.output' > ${shellLine([fresh])} && ${shellLine(['mv', fresh, file])}`
}
