import type { Site } from '../phase/site.ts'
import { CouldNotLook } from './could-not-look.ts'
import { isWorkload, type TransportKind, transportKind } from './kind.ts'
import { mgmtOf } from './mgmt-of.ts'
import type { Transport, Transports } from './transport.ts'

export interface LiveOptions {
  /** Labels what the probe creates. */
  readonly runId: string
  /** Called with a warning for the operator, e.g. about a pod that could not be removed. The warning changes no verdict. */
  readonly onWarning: (text: string) => void
  /** Called with every secret that a transport gets: a password, a token. */
  readonly onSecret: (secret: string) => void
}

/** The transports of a live run. Each loads and connects when first needed. */
export function liveTransports(site: Site, options: LiveOptions): Transports {
  const made = new Map<TransportKind, Promise<Transport>>()
  const opened = new Map<TransportKind, () => Readonly<Record<string, number>>>()
  const make: Record<Exclude<TransportKind, `workload/${string}`>, () => Promise<Transport>> = {
    local: async () => (await import('./local.ts')).localTransport() as Transport,
    openrc: async () => (await import('./openrc.ts')).openrcTransport() as Transport,
    ssh: async () => {
      const { sshTransport } = await import('./ssh/transport.ts')
      const { sshOptionsOf } = await import('./ssh/site-options.ts')
      const ssh = sshTransport({ ...sshOptionsOf(site), onNoise: options.onWarning })
      opened.set('ssh', () => Object.fromEntries(ssh.opened))
      return ssh as Transport
    },
    kube: async () => {
      const mgmt = mgmtOf(site)
      const { kubeTransport } = await import('./kube/transport.ts')
      const kube = kubeTransport({
        kubeconfig: mgmt.kubeconfig,
        probe: mgmt.probe,
        runId: options.runId,
        onWarning: options.onWarning,
      })
      opened.set('kube', () => (kube.opened === 0 ? {} : { mgmt: kube.opened }))
      return kube as Transport
    },
    plain: async () => (await import('./plain-http.ts')).plainHttpTransport() as Transport,
    http: async () => {
      const { openstackTransport } = await import('./http/transport.ts')
      const { openstackOptionsOf } = await import('./http/site-options.ts')
      const http = openstackTransport({ ...openstackOptionsOf(site, process.env), onSecret: options.onSecret })
      opened.set('http', () => Object.fromEntries(http.opened))
      return http as Transport
    },
  }
  const workload = async (target: `workload/${string}`): Promise<Transport> => {
    const cluster = site.workload.find(({ name }) => `workload/${name}` === target)
    if (!cluster) {
      throw new CouldNotLook('credential', `kube ${target}`, `site ${site.name} names no ${target.replace('/', ' cluster ')}`, {
        remedy: 'add the cluster to the list "workload" in the site file, with its kubeconfig',
      })
    }
    const { kubeTransport } = await import('./kube/transport.ts')
    const kube = kubeTransport({ target, kubeconfig: cluster.kubeconfig, runId: options.runId })
    opened.set(target, () => (kube.opened === 0 ? {} : { [target]: kube.opened }))
    return kube as Transport
  }
  return {
    transportFor(question) {
      const kind = transportKind(question)
      const known = made.get(kind) ?? (isWorkload(kind) ? workload(kind) : make[kind]())
      made.set(kind, known)
      return known
    },
    async close() {
      const all = await Promise.allSettled(made.values())
      await Promise.allSettled(all.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)))
    },
    connections: () => Object.assign({}, ...[...opened.values()].map((count) => count())) as Record<string, number>,
  }
}
