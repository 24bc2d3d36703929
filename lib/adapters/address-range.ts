import ipaddr from 'ipaddr.js'

/** Both ends belong to the range. */
export interface AddressRange {
  readonly from: string
  readonly to: string
}

/** `10.12.4.0/22` from its first to its last address. */
export function rangeOf(cidr: string): AddressRange {
  const [address, bits] = ipaddr.parseCIDR(cidr)
  const free = BigInt(address.toByteArray().length * 8 - bits)
  const first = (numberOf(cidr.slice(0, cidr.lastIndexOf('/'))) >> free) << free
  return { from: textOf(first, address.kind()), to: textOf(first + (1n << free) - 1n, address.kind()) }
}

export function holds(range: AddressRange, address: string): boolean {
  return overlaps(range, { from: address, to: address })
}

/** False for ranges of different IP versions. */
export function overlaps(one: AddressRange, other: AddressRange): boolean {
  if (kindOf(one.from) !== kindOf(other.from)) return false
  return numberOf(one.from) <= numberOf(other.to) && numberOf(other.from) <= numberOf(one.to)
}

/** The parts of a block that none of the ranges covers, in order; empty when the ranges together cover the block. */
export function gapsIn(block: AddressRange, ranges: readonly AddressRange[]): readonly AddressRange[] {
  const kind = kindOf(block.from)
  const covering = ranges
    .filter((range) => overlaps(range, block))
    .map(({ from, to }) => [numberOf(from), numberOf(to)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const gaps: AddressRange[] = []
  let next = numberOf(block.from)
  for (const [from, to] of covering) {
    if (from > next) gaps.push({ from: textOf(next, kind), to: textOf(from - 1n, kind) })
    if (to >= next) next = to + 1n
  }
  const last = numberOf(block.to)
  return next > last ? gaps : [...gaps, { from: textOf(next, kind), to: textOf(last, kind) }]
}

function kindOf(address: string): 'ipv4' | 'ipv6' {
  return ipaddr.process(address).kind()
}

function numberOf(address: string): bigint {
  return ipaddr
    .process(address)
    .toByteArray()
    .reduce((number, byte) => number * 256n + BigInt(byte), 0n)
}

function textOf(number: bigint, kind: 'ipv4' | 'ipv6'): string {
  const length = kind === 'ipv4' ? 4 : 16
  const bytes = Array.from({ length }, (_, i) => Number((number >> BigInt(8 * (length - 1 - i))) & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}
