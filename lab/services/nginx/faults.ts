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
  'nginx-no-verify': vhostFault('the proxy takes any certificate from its upstream', { verify: '' }),
  'nginx-no-sni': vhostFault('the proxy does not tell its upstream the name it wants', { serverName: '' }),
  'nginx-wrong-name': vhostFault('the proxy wants a name that the upstream’s certificate does not have: it answers 502', {
    name: 'proxy_ssl_name juju-ffe3b8-1-lxd-1;',
  }),
  'nginx-name-unset': vhostFault('the proxy wants the upstream’s address in its certificate, which names the container: 502', {
    name: '',
  }),
  'nginx-secure-cookie': vhostFault('the cookie of the login page is Secure, and the browser comes by http', {
    cookies: 'proxy_cookie_flags ~ secure;',
  }),
  'nginx-redirect-loop': vhostFault('the upstream sends to https, the proxy makes it http again: a circle', { forwarded: '' }),
  'nginx-scheme-mismatch': vhostFault('the upstream’s https redirect comes through to a browser that came by http', {
    forwarded: '',
    redirect: 'proxy_redirect off;',
  }),
  'nginx-bad-syntax': {
    on: 'jumphost',
    does: 'the vhost has a directive without its argument; the running proxy goes on as before',
    apply: async () => write({ ...goodVhost, verify: 'proxy_ssl_verify;' }),
    undo: async () => write(goodVhost),
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
