import { expect, test } from 'vitest'
import { occurs, partsOf } from './occurs.ts'

test.each([
  ['DOWN', 'admin-port/keystone-0 DOWN, L7STS 400', true],
  ['admin-port/keystone-0', 'admin-port/keystone-0 DOWN', true],
  ['400', 'L7STS 400 Bad Request', true],
  ['Bad Request', 'L7STS 400 Bad Request', true],
  ['keystone-1', 'keystone-10 DOWN', false],
  ['keystone-1', 'old-keystone-1 DOWN', false],
  ['keystone', 'keystone-1 DOWN', false],
  ['10.12.4.1', '10.12.4.10 answers', false],
  ['10.12.4.5', '10.12.4.5:5000 answers', false],
  ['DOWN', 'DOWNGRADED', false],
  ['DOWN', 'down', false],
  ['a.c', 'abc', false],
  ['Größe', 'die Größen', false],
  ['keystone-1', 'servers: keystone-1.', true],
])('%s in "%s": %s', (word, text, isThere) => {
  expect(occurs(word, text)).toBe(isThere)
})

test('a text in which several things are said has a part for each', () => {
  expect(partsOf('Ready is False; 2 machines are Failed; ')).toEqual(['Ready is False', '2 machines are Failed'])
  expect(partsOf('no helm')).toEqual(['no helm'])
})
