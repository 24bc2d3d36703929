/** Nights a minute long, under Debian's cron: its environment, its mail. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { gatesFor } from '../cli/test-gates.ts'
import { projectDir } from '../phase/project.ts'
import { peekState } from './state.ts'

const gates = gatesFor('cron', { copied: true })
const path = (name: string) => join(gates.scratch, name)
afterAll(gates.remove)

test('cron mails nothing on a green night, what is red once, and nothing on a night that is like the one before', async () => {
  writeFileSync(path('sendmail'), `#!/bin/sh\n{ cat; echo; echo "-- end of mail --"; } >> '${path('mail')}'\n`)
  writeFileSync(path('scene'), '')
  const command = `GATES_STATE_DIR=${path('state')} ${join(gates.project, 'bin/gates')} nightly --gate helm-on-init-path --replay --report-dir ${path('reports')} $(cat ${path('scene')})`
  writeFileSync(path('crontab'), `MAILTO=operators@example.org\n* * * * *  root  ${command}\n`)
  const cron = spawn(
    'unshare',
    [
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      '--propagation',
      'private',
      '/bin/sh',
      join(projectDir, 'lab/services/cron/cron.sh'),
      gates.scratch,
    ],
    { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const nights = (count: number) =>
    vi.waitUntil(
      () =>
        (peekState(path('state/example.replay'))?.nights.length ?? 0) >= count && !existsSync(path('state/example.replay/running.json')),
      {
        timeout: 130_000,
        interval: 500,
      },
    )
  const mail = () => (existsSync(path('mail')) ? readFileSync(path('mail'), 'utf8').split('-- end of mail --\n').slice(0, -1) : [])
  try {
    await nights(1)
    writeFileSync(path('scene'), '--scene helm-on-init-path=only-in-usr-local-bin')
    await nights(2)
    await vi.waitUntil(() => mail().length > 0, { timeout: 20_000, interval: 200 })
    await nights(3)
  } finally {
    cron.kill('SIGKILL')
  }
  expect(peekState(path('state/example.replay'))?.nights.map(({ ended, exitCode }) => [ended, exitCode])).toEqual([
    ['whole', 0],
    ['whole', 1],
    ['whole', 1],
  ])
  expect(mail()).toHaveLength(1)
  expect(mail()[0]).toMatch(/^To: operators@example\.org$/m)
  expect(mail()[0]).toContain('May I go on? No: 1 gate failed (helm-on-init-path).')
}, 400_000)
