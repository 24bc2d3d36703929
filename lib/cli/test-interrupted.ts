/** Tests of what an interrupted run leaves behind. `npm test` tries only SIGINT; `npm run proof` tries the other signals. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { RunResult } from '../report/result.ts'
import type { Gates } from './test-gates.ts'

type Signals = readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[]

export function testInterrupted(gates: Gates, ways: readonly (readonly [by: string, signals: Signals])[]): void {
  describe('a run that is interrupted', () => {
    const path = (name: string) => join(gates.scratch, name)

    test.each(ways)('a run interrupted by %s exits with code 130, writes its reports and prints no stack trace', async (_by, signals) => {
      const signal = signals.join('-')
      writeFileSync(path('juju'), `#!/bin/sh\ntouch '${path(signal)}'\nexec sleep 60\n`, { mode: 0o700 })
      writeFileSync(
        path('slow.yaml'),
        'name: slow\nnetworks: { n: { cidr: 10.12.4.0/22 } }\njuju: { command: ./juju }\nssh: { knownHosts: pins }\nkeystone: { address: 10.12.4.50 }\n',
      )
      const args = [
        'run',
        '--gate',
        'vip-primary-collision',
        '--site',
        path('slow.yaml'),
        '--report-dir',
        path(`reports-${signal}`),
        '--json',
      ]
      const child = spawn(join(gates.project, 'bin/gates'), args, { env: gates.environment })
      const said = { stdout: '', stderr: '' }
      child.stdout.on('data', (chunk) => (said.stdout += chunk))
      child.stderr.on('data', (chunk) => (said.stderr += chunk))
      await vi.waitUntil(() => existsSync(path(signal)), { timeout: 60_000, interval: 50 })
      const closed = once(child, 'close')
      for (const one of signals) {
        child.kill(one)
        await setTimeout(20)
      }
      const [code] = await closed

      expect(said.stdout, `exit ${code}: ${said.stderr}`).not.toBe('')
      const result = RunResult.parse(JSON.parse(said.stdout))
      expect({ code, exitCode: result.exitCode, interrupted: result.run.interrupted }).toEqual({
        code: 130,
        exitCode: 130,
        interrupted: true,
      })
      expect(result.gates.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
        'juju-login-fresh unknown',
        expect.stringMatching(/^vip-primary-collision (?:unknown|skip)$/),
      ])
      expect(said.stderr).toContain('gates: stopping, and taking back what was created. Ctrl-C again stops at once.')
      expect(said.stderr).not.toMatch(/^ {4}at /m)
      expect(readdirSync(path(`reports-${signal}/latest/`))).toEqual(
        expect.arrayContaining(['audit.jsonl', 'junit.xml', 'report.html', 'report.txt', 'result.json']),
      )
    })
  })
}
