import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { GetAnswer } from '../../transport/question.ts'
import { readObject } from './read-object.ts'

export interface KubeVersion {
  /** `v1.32.1`, or with a distribution's mark: `v1.32.1+k3s1` */
  readonly gitVersion: string
}

/** The answer of GET /version. Throws CouldNotLook when the API refused, was busy, or something other than an API server answered. */
export function parseVersion(answer: GetAnswer): KubeVersion {
  const gitVersion = readObject(answer, 'GET /version').own('gitVersion')
  if (typeof gitVersion === 'string' && gitVersion !== '') return { gitVersion }
  throw new CouldNotLook(
    'not-understood',
    'GET /version',
    'GET /version was answered with JSON that has no gitVersion: is this a Kubernetes API?',
  )
}
