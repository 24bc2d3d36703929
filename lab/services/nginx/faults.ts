import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { proxyAddress, upstreamAddress } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { children, end, findProcess } from '../../host/process.ts'
import { attempt, until } from '../../host/run.ts'
import { goodVhost, type Vhost, vhost } from './config.ts'
import { masterOf, reloadProxy, vhostFile } from './up.ts'

/** Faults of the jumphost's reverse proxy. */
export const nginxFaults: Faults = {
  'nginx-no-verify': vhostFault('the proxy accepts any certificate from its upstream', { verify: '' }),
  'nginx-no-sni': vhostFault('the proxy sends its upstream no server name (SNI)', { serverName: '' }),
  'nginx-wrong-name': vhostFault('the proxy expects a name that is not in the upstream’s certificate, and answers 502', {
    name: 'proxy_ssl_name juju-ffe3b8-1-lxd-1;',
  }),
  'nginx-name-unset': vhostFault('the certificate names the container, but the proxy expects the upstream’s address, and answers 502', {
    name: '',
  }),
  'nginx-secure-cookie': vhostFault('the cookie of the login page is Secure, but the browser uses http', {
    cookies: 'proxy_cookie_flags ~ secure;',
  }),
  'nginx-redirect-loop': vhostFault('the upstream redirects to https, and the proxy rewrites that to http: a redirect loop', {
    forwarded: '',
  }),
  'nginx-scheme-mismatch': vhostFault('the proxy passes on a redirect of the upstream from http to https, although only http is served', {
    forwarded: '',
    redirect: 'proxy_redirect off;',
  }),
  'nginx-bad-syntax': {
    on: 'jumphost',
    does: 'the vhost has a directive without its argument; the running proxy goes on as before',
    apply: async () => write({ ...goodVhost, verify: 'proxy_ssl_verify;' }),
    undo: () => load(goodVhost),
  },
  'nginx-not-reloaded': {
    on: 'jumphost',
    does: 'the vhost was edited, and the proxy has not been reloaded since',
    async apply() {
      // the gate counts a file as read when it changed up to two seconds after the start of a worker
      await new Promise((done) => setTimeout(done, 3000))
      write({ ...goodVhost, redirect: 'proxy_redirect default;' })
    },
    undo: () => load(goodVhost),
  },
  'nginx-old-worker': {
    on: 'jumphost',
    does: 'the proxy was reloaded while a request was under way: an old worker still serves it',
    async apply() {
      spawn('/usr/bin/curl', slowRequest.slice(1), { argv0: 'curl', detached: true, stdio: 'ignore' }).unref()
      await until('the slow request to be under way', async () => ((await connections()) > 0 ? undefined : 'it is not'))
      await reloadProxy()
    },
    async undo() {
      const request = findProcess(slowRequest)
      if (request !== undefined) await end(request, 'SIGKILL')
      await settled()
    },
  },
}

function vhostFault(does: string, parts: Partial<Vhost>): Fault {
  return { on: 'jumphost', does, apply: () => load({ ...goodVhost, ...parts }), undo: () => load(goodVhost) }
}

function write(parts: Vhost): void {
  writeFileSync(vhostFile, vhost(parts))
}

async function load(parts: Vhost): Promise<void> {
  write(parts)
  await reloadProxy()
  await settled()
}

const slowRequest = ['curl', '-s', '-o', '/dev/null', `http://${proxyAddress}/slow`]

/** The number of connections from the proxy to its upstream. */
async function connections(): Promise<number> {
  const { stdout } = await attempt(['ss', '-Htn', 'state', 'established', `dst = ${upstreamAddress}`])
  return stdout.split('\n').filter((line) => line !== '').length
}

/** Waits until only the two workers of the present configuration are left. */
function settled(): Promise<void> {
  return until('old workers of the proxy to end', async () => {
    const master = masterOf('proxy')
    const workers = master === undefined ? [] : children(master)
    return workers.length === 2 ? undefined : `it has ${workers.length} workers`
  })
}
