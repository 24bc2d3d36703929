/** The host of a URL without the brackets of an IPv6 address: `[fd00::50]` → `fd00::50`. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
