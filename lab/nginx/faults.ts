import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Fault, Faults } from '../faults/fault.ts'
import { children, end, findProcess } from '../process.ts'
import { attempt, until } from '../run.ts'
import { goodVhost, type Places, type Vhost, vhost } from './config.ts'
import { defaultPlaces, masterOf, reloadProxy, vhostFile } from './up.ts'

/** The faults of one proxy, by name. */
export function nginxFaultsOf(dir: string, places: Places = defaultPlaces): Faults {
  const write = (parts: Vhost) => writeFileSync(vhostFile(dir), vhost(dir, places, parts))
  const load = async (parts: Vhost) => {
    write(parts)
    await reloadProxy(dir)
    await settled(dir)
  }
  const vhostFault = (does: string, parts: Partial<Vhost>): Fault => ({
    on: 'jumphost',
    does,
    apply: () => load({ ...goodVhost, ...parts }),
    undo: () => load(goodVhost),
  })
  return {
    'nginx-no-verify': vhostFault('the proxy takes any certificate from its upstream', { verify: '' }),
    'nginx-no-sni': vhostFault('the proxy does not tell its upstream the name it wants', { serverName: '' }),
    'nginx-wrong-name': vhostFault('the proxy wants a name that the upstream’s certificate does not have: it answers 502', {
      name: 'proxy_ssl_name juju-ffe3b8-1-lxd-1;',
    }),
    'nginx-name-unset': vhostFault('the proxy wants the upstream’s address in its certificate, which names the container: 502', {
      name: '',
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
        spawn('/usr/bin/curl', slowRequest(places).slice(1), { argv0: 'curl', detached: true, stdio: 'ignore' }).unref()
        await until('the slow request to be under way', async () => ((await connections(places)) > 0 ? undefined : 'it is not'))
        await reloadProxy(dir)
      },
      async undo() {
        const request = findProcess(slowRequest(places))
        if (request !== undefined) await end(request, 'SIGKILL')
        await settled(dir)
      },
    },
  }
}

function slowRequest({ proxy }: Places): string[] {
  return ['curl', '-s', '-o', '/dev/null', `http://${proxy}/slow`]
}

/** Connections from the proxy to its upstream. */
async function connections({ upstream }: Places): Promise<number> {
  const { stdout } = await attempt(['ss', '-Htn', 'state', 'established', `dst = ${upstream}`])
  return stdout.split('\n').filter((line) => line !== '').length
}

/** Until only the two workers of the present configuration are left. */
function settled(dir: string): Promise<void> {
  return until('old workers of the proxy to end', async () => {
    const master = masterOf(dir, 'proxy')
    const workers = master === undefined ? [] : children(master)
    return workers.length === 2 ? undefined : `it has ${workers.length} workers`
  })
}
