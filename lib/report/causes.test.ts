import { expect, test } from 'vitest'
import { inShort, remedyOf } from './causes.ts'

const cause = (key: string, remedy?: string) => ({ kind: 'unreachable', key, message: `${key} is silent`, ...(remedy ? { remedy } : {}) })

test('many causes are one sentence and a number', () => {
  expect(inShort(Array.from({ length: 330 }, (_, n) => `u/${n} is silent`))).toBe('u/0 is silent; and 329 more')
  expect(inShort(['a', 'b', 'c'])).toBe('a; b; c')
})

test('each remedy has a line of its own, since one may be typed elsewhere than the next', () => {
  const pin = cause('ssh glance/2', 'bin/gates trust glance/2')
  const sudo = cause('sudo glance/1', 'apt-get install sudo  # on glance/1')
  expect(remedyOf([pin, cause('x'), sudo, pin])).toBe('bin/gates trust glance/2\nThen: apt-get install sudo  # on glance/1')
  expect(remedyOf([cause('x')])).toBeUndefined()
})
