/** A host name as names are compared, without domain and case: MAAS and Juju leave the domain out, nova has it. */
export function shortName(host: string): string {
  return (host.split('.')[0] ?? host).toLowerCase()
}
