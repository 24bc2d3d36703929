import { describe, expect, test } from 'vitest'
import { gapsIn, holds, overlaps, rangeOf } from './address-range.ts'

const block = { from: '10.12.4.50', to: '10.12.4.60' }
const range = (from: number, to: number) => ({ from: `10.12.4.${from}`, to: `10.12.4.${to}` })

describe('a range of addresses', () => {
  test('of a network goes from its first to its last address, also when it is written with host bits', () => {
    expect(rangeOf('10.12.5.7/22')).toEqual({ from: '10.12.4.0', to: '10.12.7.255' })
    expect(rangeOf('fd00::/64')).toEqual({ from: 'fd00::', to: 'fd00::ffff:ffff:ffff:ffff' })
    expect(rangeOf('0.0.0.0/0')).toEqual({ from: '0.0.0.0', to: '255.255.255.255' })
  })

  test('holds both of its ends', () => {
    expect(['10.12.4.49', '10.12.4.50', '10.12.4.60', '10.12.4.61', 'fd00::1'].map((address) => holds(block, address))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
  })

  test('counts addresses as numbers: .9 comes before .10', () => {
    expect(overlaps(range(9, 10), range(10, 11))).toBe(true)
    expect(overlaps(range(2, 9), range(10, 100))).toBe(false)
  })

  test.each([
    ['one larger range', [range(2, 63)], []],
    ['itself', [block], []],
    ['two that touch', [range(56, 63), range(2, 55)], []],
    ['two that overlap', [range(2, 57), range(55, 60)], []],
    ['none', [], [block]],
    ['one beside it', [range(61, 63)], [block]],
    ['one that ends early', [range(2, 57)], [range(58, 60)]],
    ['two with a hole between', [range(2, 52), range(54, 63)], [range(53, 53)]],
    ['one inside another', [range(2, 63), range(51, 52)], []],
    ['one of the other IP version', [rangeOf('::/0')], [block]],
  ])('has no gap but those left by %s', (_, ranges, gaps) => {
    expect(gapsIn(block, ranges)).toEqual(gaps)
  })
})
