import { expect, test } from 'vitest'
import { processes } from './workers.ts'

const answered = (exitCode: number, stdout: string, config?: string) =>
  processes(config).parse({ kind: 'command', exitCode, stdout, stderr: '' })

/** The processes of nginx 1.22.1 while a request from before the reload is still under way. */
const reloading = `     15       1 Sun Nov 22 12:30:17 2026 nginx: master process nginx
     16      15 Sun Nov 22 12:30:17 2026 nginx: worker process is shutting down
     28      15 Sun Nov 22 12:30:19 2026 nginx: worker process
     29      15 Sun Nov 22 12:30:19 2026 nginx: cache manager process
`

test('each process says what it is for', () => {
  expect(answered(0, reloading).map(({ pid, parentPid, role }) => [pid, parentPid, role])).toEqual([
    [15, 1, 'master'],
    [16, 15, 'draining'],
    [28, 15, 'worker'],
    [29, 15, 'other'],
  ])
  expect(answered(0, reloading)[1]?.started).toEqual(new Date('2026-11-22T12:30:17Z'))
})

test('no nginx runs', () => {
  expect(answered(1, '')).toEqual([])
})

const two = `     15       1 Sun Nov 22 12:30:17 2026 nginx: master process nginx
     16      15 Sun Nov 22 12:30:17 2026 nginx: worker process
    811     810 Sun Nov 22 12:30:17 2026 nginx: master process nginx -p /srv/ -c /srv/proxy.conf
    812     811 Sun Nov 22 12:30:17 2026 nginx: worker process is shutting down
`

test('another nginx on the machine, as in a container, is none of this one', () => {
  expect(answered(0, two).map(({ pid }) => pid)).toEqual([15, 16])
  expect(answered(0, two, '/srv/proxy.conf').map(({ pid }) => pid)).toEqual([811, 812])
  expect(answered(0, two, '/etc/nginx/nginx.conf').map(({ pid }) => pid)).toEqual([15, 16])
})

/** MAAS from packages runs an nginx of its own under systemd. */
const besideMaas = `    901       1 Sun Nov 22 12:30:17 2026 nginx: master process /usr/sbin/nginx -c /var/lib/maas/http/nginx.conf -g daemon on;
    902     901 Sun Nov 22 12:30:17 2026 nginx: worker process is shutting down
     15       1 Sun Nov 22 12:30:17 2026 nginx: master process /usr/sbin/nginx -g daemon on; master_process on;
     16      15 Sun Nov 22 12:30:17 2026 nginx: worker process
`

test('an nginx with a configuration of its own is none of this one, also when init started both', () => {
  expect(answered(0, besideMaas).map(({ pid }) => pid)).toEqual([15, 16])
  expect(answered(0, besideMaas, '/etc/nginx/nginx.conf').map(({ pid }) => pid)).toEqual([15, 16])
  expect(answered(0, besideMaas, '/var/lib/maas/http/nginx.conf').map(({ pid }) => pid)).toEqual([901, 902])
})
