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

/** What is secret by its own shape. Of two that find the same place the first one names it: its own shape says more than the key in front. */
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
