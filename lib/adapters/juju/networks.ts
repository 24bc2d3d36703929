import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Site } from '../../phase/site.ts'

/**
 * An IP address in one fixed spelling, so that two can be compared; absent when the text is not an IP address. `::ffff:10.12.4.54` is `10.12.4.54`.
 */
export function addressOf(text: string): string | undefined {
  // isIP first: ipaddr.js also takes `10.12` and octal numbers for addresses.
  return isIP(text) === 0 ? undefined : ipaddr.process(text).toString()
}

/** The name of the site's network that contains the address, e.g. `provider`; absent when no network contains it. */
export function networkOf(site: Site, address: string): string | undefined {
  const parsed = ipaddr.process(address)
  return Object.entries(site.networks).find(([, { cidr }]) => {
    const [network, bits] = ipaddr.parseCIDR(cidr)
    return network.kind() === parsed.kind() && parsed.match(network, bits)
  })?.[0]
}
