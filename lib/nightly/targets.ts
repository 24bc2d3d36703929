import { readText } from '../files/read-regular.ts'
import type { DeadMan, Notify } from '../phase/nightly.ts'
import type { Notice } from '../report/notice.ts'
import { handOver } from '../transport/outbound/command.ts'
import { NotDelivered } from '../transport/outbound/failed.ts'
import { sendToWeb } from '../transport/outbound/web.ts'
import { rendered } from './render.ts'

/** Receives each secret before it is used, so that it can be kept out of all output. */
type OnSecret = (secret: string) => void

/** How a target is named in messages and in the state: the same from run to run, and without a secret. */
export function targetName(target: Pick<Notify, 'command' | 'url' | 'urlFile' | 'urlEnv'>): string {
  if (target.command) return `command ${target.command[0]}`
  if (target.urlFile !== undefined) return `the URL in ${target.urlFile}`
  return target.urlEnv === undefined ? `${target.url}` : `the URL in $${target.urlEnv}`
}

/** Delivers a notice to a target. Rejects with NotDelivered. */
export async function deliver(notice: Notice, target: Notify, onSecret: OnSecret): Promise<void> {
  const text = rendered(notice, target.format)
  const timeoutMs = target.timeoutS * 1000
  if (target.command) return handOver({ argv: target.command, input: text, timeoutMs })
  await sendToWeb({ method: 'POST', url: urlOf(target, onSecret), body: text, timeoutMs, ...caOf(target) })
}

/** Signals a start, a failure or an exit code to the dead-man switch: healthchecks.io's "Pinging API". Rejects with NotDelivered. */
export async function ping(deadMan: DeadMan, at: 'start' | 'fail' | number, onSecret: OnSecret): Promise<void> {
  const url = new URL(urlOf(deadMan, onSecret))
  if (at !== 0) url.pathname = `${url.pathname.replace(/\/$/, '')}/${at}`
  await sendToWeb({ method: 'GET', url: url.href, timeoutMs: deadMan.timeoutS * 1000, ...caOf(deadMan) })
}

type Place = Pick<DeadMan, 'url' | 'urlFile' | 'urlEnv'>

function urlOf({ url, urlFile, urlEnv }: Place, onSecret: OnSecret): string {
  if (url !== undefined) return url
  const text = (urlFile === undefined ? (process.env[urlEnv ?? ''] ?? '') : readUrl(urlFile)).trim()
  const from = urlFile ?? `$${urlEnv}`
  if (text === '') throw new NotDelivered(`${from} holds no URL`)
  onSecret(text)
  if (!URL.canParse(text)) throw new NotDelivered(`${from} holds text that is not a URL`)
  const { pathname, search } = new URL(text)
  for (const part of [pathname, search]) if (part.length > 8) onSecret(part)
  return text
}

function readUrl(file: string): string {
  try {
    return readText(file, { maxBytes: 64 * 1024 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new NotDelivered(`${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}`, { cause: error })
  }
}

function caOf({ caFile }: { readonly caFile?: string | undefined }): { readonly caFile?: string } {
  return caFile === undefined ? {} : { caFile }
}
