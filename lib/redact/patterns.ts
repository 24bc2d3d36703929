import { cookies } from './patterns-cookie.ts'
import { hashes } from './patterns-hash.ts'
import { jsonTrees } from './patterns-json.ts'
import { secretKeys } from './patterns-keys.ts'
import { layouts } from './patterns-layout.ts'
import { privateKeys } from './patterns-pem.ts'
import { programs } from './patterns-program.ts'
import { sentences } from './patterns-sentence.ts'
import { shapes } from './patterns-shape.ts'
import type { Pattern } from './patterns-span.ts'
import { urlPasswords } from './patterns-url.ts'

/**
 * Everything that gives a secret away. When two patterns find the same place, the first one in the list decides what the secret is called. Patterns
 * for the shape of a secret therefore come before patterns for the key in front of it: the shape says more.
 */
export const patterns: readonly Pattern[] = [
  privateKeys,
  ...shapes,
  ...hashes,
  urlPasswords,
  secretKeys,
  ...layouts,
  ...cookies,
  ...programs,
  sentences,
  jsonTrees,
]
