import { existsSync } from 'node:fs'
import { load } from 'js-yaml'
import { readText } from '../files/read-regular.ts'
import type { Site } from '../phase/site.ts'

/** Values of this machine's own credentials, so that they are recognised wherever they appear. A file that cannot be read has nothing to leak. */
export async function ownSecrets(site: Site, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const kubeconfigs = [site.mgmt?.kubeconfig, ...site.workload.map((cluster) => cluster.kubeconfig)]
  return [
    ...environmentSecrets(env),
    ...kubeconfigs.flatMap((file) => kubeconfigSecrets(textOf(file))),
    ...(await openrcSecrets(textOf(site.openrc))),
  ]
}

export function environmentSecrets(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (value && isSecret(name) && !existsSync(value) ? [value] : []))
}

function isSecret(name: string): boolean {
  return /pass(?:word|wd|phrase|$)|secret|token|api_?key|private_?key/i.test(name)
}

function kubeconfigSecrets(text: string): readonly string[] {
  try {
    return secretsIn(load(text))
  } catch {
    return []
  }
}

/** Values of the keys that hold credentials in a kubeconfig; a private key also in decoded form. */
function secretsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner !== 'string') return secretsIn(inner)
    if (/^client-key-data$/.test(key)) return [inner, Buffer.from(inner, 'base64').toString('utf8')]
    return /token|password|secret/i.test(key) ? [inner] : []
  })
}

/**
 * The values bash would set from the file, and every other value written in the file: a password that is overwritten, or only set in a branch, is
 * still a password.
 */
async function openrcSecrets(text: string): Promise<readonly string[]> {
  if (text === '') return []
  // The grammar is loaded only when there is something to parse.
  const { literalsIn } = await import('../formats/openrc/literals.ts')
  const { readOpenrc } = await import('../formats/openrc/index.ts')
  const values = [...readOpenrc(text).assigned, ...literalsIn(text)].flatMap(({ name, value }) =>
    isSecret(name) ? [value, value.trim()] : [],
  )
  return [...new Set(values)].filter((value) => value !== '' && !existsSync(value))
}

function textOf(file: string | undefined): string {
  if (file === undefined) return ''
  try {
    return readText(file)
  } catch {
    return ''
  }
}
