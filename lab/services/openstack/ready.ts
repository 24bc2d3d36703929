import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { caFile } from '../../cloud/pki.ts'
import { daemonRuns, lastWords } from '../../host/daemon.ts'
import { patienceS, until } from '../../host/run.ts'
import type { Cloud } from './cloud.ts'
import { type Api, addressOf } from './table.ts'

/** Waits until an API serves; rejects at once when its program has ended. */
export function apiReady(cloud: Cloud, api: Api): Promise<void> {
  return until(`${api.name}-api`, () => {
    if (!daemonRuns(cloud.dir, api.name)) throw new Error(`${api.name}-api ended:\n${lastWords(cloud.dir, api.name)}`)
    return complaintAbout(api)
  })
}

/** What keeps an API from serving; undefined when nothing does. */
export function complaintAbout(api: Api): Promise<string | undefined> {
  return complaintAt(`https://${addressOf(api)}:${api.port}/`, patienceS)
}

/** What keeps a program from serving at a URL; undefined when nothing does. */
export function complaintAt(url: string, timeoutS: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = get(url, { ca: readFileSync(caFile), timeout: timeoutS * 1000, agent: false }, (answer) => {
      answer.resume()
      const status = answer.statusCode ?? 0
      // A working API answers 200 (placement, nova, keystone, neutron, octavia) or 300 (glance).
      // Apache answers 503 when there is no program behind it.
      resolve(status < 400 ? undefined : `it answers ${status}`)
    })
    asked.once('timeout', () => asked.destroy(new Error('it says nothing')))
    asked.once('error', (error) => resolve(error.message))
  })
}
