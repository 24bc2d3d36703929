import type { Machine } from '../../juju/index.ts'

/**
 * The name that Juju gives to a container, or to a machine that Juju itself creates in a cloud: `juju-ffe3b8-1-lxd-3`. A domain or backend may
 * follow.
 */
const name = /^(juju-[0-9a-f]{6}-)(\d+(?:-[a-z]+-\d+)*)(?=[.@]|$)/

/**
 * Whether a host is a container that Juju has removed from this model. The services keep the entries of its daemons. Juju never gives a number a
 * second time. False for a host whose name is not of this model's kind, because nothing is known of it.
 */
export function isRemoved(host: string, machines: readonly Machine[]): boolean {
  const [, model, number] = name.exec(host) ?? []
  if (model === undefined || number === undefined) return false
  const isOfModel = machines.some(({ hostname = '' }) => hostname.startsWith(model))
  // Of a machine whose status cannot be read, Juju names no container.
  const mayBeThere = machines.some(({ id, statusError }) => {
    const own = id.replaceAll('/', '-')
    return own === number || (statusError !== undefined && number.startsWith(`${own}-`))
  })
  return isOfModel && !mayBeThere
}
