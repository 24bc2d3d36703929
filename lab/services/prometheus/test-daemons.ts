import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../lib/transport/ssh/test-sshd.ts'
import { until } from '../../host/run.ts'

export interface Served {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a node-exporter that exports only the textfiles of a folder, on a free port of 127.0.0.1. */
export async function startNodeExporter(textfiles: string): Promise<Served> {
  const address = `127.0.0.1:${await freePort('127.0.0.1')}`
  return served(address, '/metrics', [
    'prometheus-node-exporter',
    `--web.listen-address=${address}`,
    '--collector.disable-defaults',
    '--collector.textfile',
    `--collector.textfile.directory=${textfiles}`,
  ])
}

/** Starts a Prometheus that scrapes one target every second, with these rules; its data is below `folder`. */
export async function startPrometheus(folder: string, target: string, rules: string): Promise<Served> {
  const address = `127.0.0.1:${await freePort('127.0.0.1')}`
  const config = join(folder, 'prometheus.yml')
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [rules],
      scrape_configs: [{ job_name: 'node', static_configs: [{ targets: [new URL(target).host] }] }],
    }),
  )
  return served(address, '/-/ready', [
    'prometheus',
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
  ])
}

async function served(address: string, ready: string, [program = '', ...args]: readonly string[]): Promise<Served> {
  const child = spawn(program, args, { stdio: 'ignore' })
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  child.once('error', (error) => resolve(error.message))
  child.once('exit', (code) => resolve(`it ended with ${code}`))
  const url = `http://${address}`
  await until(program, async () => {
    const answer = await Promise.race([ended, fetch(url + ready).then(({ status }) => status, String)])
    return answer === 200 ? undefined : String(answer)
  })
  return {
    url,
    async stop() {
      child.kill()
      await ended
    },
  }
}
