import { existsSync } from 'node:fs'
import { load } from 'js-yaml'
import { readText } from '../files/read-regular.ts'
import type { Site } from '../phase/site.ts'

/** Values of this machine's own credentials, so that they are recognised wherever they turn up. A file that cannot be read holds nothing to leak. */
export function ownSecrets(site: Site | undefined, env: NodeJS.ProcessEnv): readonly string[] {
  const kubeconfigs = [site?.mgmt?.kubeconfig, ...(site?.workload ?? []).map((cluster) => cluster.kubeconfig)]
  return [
    ...environmentSecrets(env),
    ...kubeconfigs.flatMap((file) => kubeconfigSecrets(textOf(file))),
    ...openrcSecrets(textOf(site?.openrc)),
  ]
}

function environmentSecrets(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && /pass(?:word|wd|phrase|$)|secret|token|api_?key|private_?key/i.test(name) && !existsSync(value) ? [value] : [],
  )
}

function kubeconfigSecrets(text: string): readonly string[] {
  try {
    return secretsIn(load(text))
  } catch {
    return []
  }
}

/** Values of keys that hold credentials in a kubeconfig; key data also as the text it encodes. */
function secretsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner !== 'string') return secretsIn(inner)
    if (/^client-key-data$/.test(key)) return [inner, Buffer.from(inner, 'base64').toString('utf8')]
    return /token|password|secret/i.test(key) ? [inner] : []
  })
}

function openrcSecrets(text: string): readonly string[] {
  return [...text.matchAll(/^\s*(?:export\s+)?OS_\w*(?:PASSWORD|SECRET|TOKEN)\w*=(.*)$/gm)].map(([, value = '']) =>
    value.trim().replace(/^(['"])(.*)\1$/, '$2'),
  )
}

function textOf(file: string | undefined): string {
  if (file === undefined) return ''
  try {
    return readText(file)
  } catch {
    return ''
  }
}
