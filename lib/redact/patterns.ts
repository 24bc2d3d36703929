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
 * Everything that gives a secret away. Where two patterns match the same text, the first in the list names the secret. So the patterns for the form of
 * a secret, which says more, come before those for the name of its field.
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
