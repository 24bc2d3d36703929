import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import type { ReadOptions } from '../files/read-regular.ts'
import { absolutePathShape } from '../formats/paths.ts'
import { ConfigError, UsageError } from './config-error.ts'
import { checkConfig, readConfig } from './config-file.ts'
import { withPaths } from './nightly.ts'
import { sitesDir } from './project.ts'
import { Site } from './site.ts'
import { typedAs } from './typed.ts'

/**
 * The site file that `--site` names, else the one that `$GATES_SITE` names, else the only one in sites/ that is not an example. Throws UsageError
 * when the named file is missing, or when sites/ has no such file or several.
 */
export function findSite(named: string | undefined, env: string | undefined = process.env.GATES_SITE): string {
  const wanted = named ?? (env === '' ? undefined : env)
  if (wanted !== undefined) return siteNamed(wanted)
  const own = ownSites()
  const [only] = own
  if (only !== undefined && own.length === 1) return join(sitesDir, only)
  if (own.length === 0) {
    throw new UsageError(
      `No site is known: which cloud shall be asked? Make a site file with "${copyExample()}", edit it and run again; or name one with --site FILE; or try the bundled recordings with --replay`,
    )
  }
  throw new UsageError(
    `There are ${own.length} sites (${own.map((file) => file.replace(/\.ya?ml$/, '')).join(', ')}): say which with --site NAME or $GATES_SITE`,
  )
}

/** The command that copies the example to a new site file, as it must be typed in the current folder. */
export function copyExample(to = join(sitesDir, 'mycloud.yaml')): string {
  return ['cp', ...[join(sitesDir, 'example.yaml'), to].map((file) => typedAs(relative(process.cwd(), file)))].join(' ')
}

/** Files in sites/ that are neither examples nor waivers: `prod.yaml`. */
export function ownSites(): readonly string[] {
  return existsSync(sitesDir)
    ? readdirSync(sitesDir).filter((file) => /\.ya?ml$/.test(file) && !/^example\b/.test(file) && !isWaivers.test(file))
    : []
}

const isWaivers = /\bwaivers\.ya?ml$/

function siteNamed(wanted: string): string {
  const looksLikeFile = wanted.includes('/') || /\.ya?ml$/.test(wanted)
  const file = looksLikeFile ? resolve(wanted) : join(sitesDir, `${wanted}.yaml`)
  if (existsSync(file)) return file
  const files = existsSync(sitesDir) ? readdirSync(sitesDir).filter((name) => !isWaivers.test(name)) : []
  const known = files.map((name) => name.replace(/\.ya?ml$/, ''))
  throw new UsageError(
    `There is no site file ${file}${looksLikeFile ? '' : `; sites/ holds ${known.join(', ') || 'none'}`}. Make one with "${copyExample(file)}"`,
  )
}

/** Reads the file that `findSite` finds. Refuses a copied site file with its old `name`: reports and recordings would bear the wrong name. */
export function readFoundSite(named: string | undefined): Site {
  const file = findSite(named)
  const site = readSite(file)
  const expected = basename(file).replace(/\.ya?ml$/, '')
  const isCopy = dirname(file) === sitesDir ? site.name !== expected : site.name === 'example' && !expected.startsWith('example')
  if (isCopy)
    throw new ConfigError(
      file,
      'name',
      `${expected}, to match the name of the file; otherwise every report would name the wrong site`,
      site.name,
    )
  if (site.pinned) throw new ConfigError(file, 'pinned', 'nothing: pins are kept in a separate file', Object.keys(site.pinned).join(', '))
  return site
}

/** Reads and checks a site file; its paths come back absolute. */
export function readSite(file: string, reading: ReadOptions = {}): Site {
  const site = readConfig(file, Site, 'See sites/example.yaml', reading)
  checkAddresses(site, file)
  checkNames(site, file)
  const absolute = withAbsolutePaths(site, dirname(resolve(file)))
  checkPrograms(absolute, file)
  return absolute
}

/** Checks a site that is not read from one file, such as a patched one. Error messages give it the name in `named`. Its paths are left as they are. */
export function checkSite(value: unknown, named: string): Site {
  const site = checkConfig(named, value, Site)
  checkAddresses(site, named)
  checkNames(site, named)
  return site
}

function checkAddresses(site: Site, file: string): void {
  for (const [name, network] of Object.entries(site.networks)) {
    const pools = network.neutronPools.map((pool, i) => [`neutronPools.${i}`, pool] as const)
    for (const [i, range] of network.staleVips.entries()) mustAscend(range, `networks.${name}.staleVips.${i}`, file)
    if (network.gateway && !inside(network.gateway, network.cidr))
      throw new ConfigError(file, `networks.${name}.gateway`, `an address inside ${network.cidr}`, network.gateway)
    const ranges = { vips: network.vips, reserved: network.reserved, ...Object.fromEntries(pools) }
    for (const [key, range] of Object.entries(ranges)) {
      if (!range) continue
      mustAscend(range, `networks.${name}.${key}`, file)
      for (const end of ['from', 'to'] as const) {
        if (!inside(range[end], network.cidr))
          throw new ConfigError(file, `networks.${name}.${key}.${end}`, `an address inside ${network.cidr}`, range[end])
      }
    }
  }
  const seen = new Map<string, string>()
  for (const [name, address] of Object.entries(site.hosts)) {
    const other = seen.get(address)
    if (other) throw new ConfigError(file, `hosts.${name}`, `an address that ${other} does not have`, address)
    seen.set(address, name)
    mustBeSomewhere(address, `hosts.${name}`, site, file)
  }
  mustBeSomewhere(site.keystone.address, 'keystone.address', site, file)
  mustBeReachable(site.keystone.address, site, file)
  for (const [name, addresses] of Object.entries(site.maas?.addresses ?? {})) {
    if (!Object.hasOwn(site.maas?.hosts ?? {}, name))
      throw new ConfigError(
        file,
        `maas.addresses.${name}`,
        `a host of maas.hosts (${Object.keys(site.maas?.hosts ?? {}).join(', ')})`,
        name,
      )
    for (const address of addresses) mustBeSomewhere(address, `maas.addresses.${name}`, site, file)
  }
}

function checkNames(site: Site, file: string): void {
  checkWayToUnits(site, file)
  const name = site.nginx?.host
  if (name === undefined || Object.hasOwn(site.hosts, name)) return
  throw new ConfigError(file, 'nginx.host', `a name under hosts (${Object.keys(site.hosts).join(', ') || 'there is none'})`, name)
}

/**
 * Checks the networks to reach units on. This machine must be able to reach at least one network of the space `ssh.space`, or every network in
 * `ssh.prefer`.
 */
function checkWayToUnits({ ssh: { space, prefer }, networks }: Site, file: string): void {
  const all = Object.values(networks)
  if (space !== undefined && prefer !== undefined)
    throw new ConfigError(file, 'ssh.prefer', 'either space or prefer, not both: they name the same thing', 'both')
  if (space !== undefined && !all.some((one) => one.space === space && one.reachable)) {
    const known = [...new Set(all.flatMap((one) => (one.reachable ? (one.space ?? []) : [])))]
    throw new ConfigError(
      file,
      'ssh.space',
      `the space of a network that can be reached (${known.join(', ') || 'no such network has a space'})`,
      space,
    )
  }
  for (const [i, cidr] of (prefer ?? []).entries()) {
    if (all.some((one) => one.cidr === cidr && one.reachable)) continue
    const known = all.flatMap((one) => (one.reachable ? [one.cidr] : []))
    throw new ConfigError(file, `ssh.prefer.${i}`, `the cidr of a network that can be reached (${known.join(', ')})`, cidr)
  }
}

/** Checks the site file's paths of the programs juju and maas. Throws for a path that the guard would refuse, before the cloud is asked anything. */
function checkPrograms({ juju, maas }: Site, file: string): void {
  for (const [name, command] of [
    ['juju', juju.command],
    ['maas', maas?.command],
  ] as const) {
    if (command === undefined || command === name || absolutePathShape.test(command)) continue
    throw new ConfigError(
      file,
      `${name}.command`,
      `${name}, or the absolute path of a program, such as /snap/bin/${name}_36, with only letters, digits and the signs ._@+- between the slashes`,
      command,
    )
  }
}

/** A range the wrong way round holds no address: every check against it would pass. */
function mustAscend({ from, to }: { readonly from: string; readonly to: string }, path: string, file: string): void {
  const [first, last] = [ipaddr.parse(from), ipaddr.parse(to)]
  if (first.kind() === last.kind() && Buffer.compare(Buffer.from(first.toByteArray()), Buffer.from(last.toByteArray())) <= 0) return
  throw new ConfigError(file, path, 'a range that goes from its lower address to its higher one', `${from} to ${to}`)
}

function mustBeSomewhere(address: string, path: string, site: Site, file: string): void {
  const networks = Object.values(site.networks).map((network) => network.cidr)
  if (!networks.some((cidr) => inside(address, cidr)))
    throw new ConfigError(file, path, `an address inside one of the site's networks (${networks.join(', ')})`, address)
}

/** Checks the address of Keystone, since every gate that asks OpenStack begins there. */
function mustBeReachable(address: string, site: Site, file: string): void {
  const within = Object.entries(site.networks).filter(([, { cidr }]) => inside(address, cidr))
  if (within.some(([, { reachable }]) => reachable)) return
  throw new ConfigError(file, 'keystone.address', `an address on a network without reachable: false`, `${address}, on ${within[0]?.[0]}`)
}

/** True when the address lies in the network. False for another IP version. */
export function inside(address: string, cidr: string): boolean {
  const [parsed, network] = [ipaddr.parse(address), ipaddr.parseCIDR(cidr)]
  return parsed.kind() === network[0].kind() && parsed.match(network)
}

function withAbsolutePaths(site: Site, folder: string): Site {
  const path = (text: string) => (text.startsWith('~/') ? resolve(homedir(), text.slice(2)) : resolve(folder, text))
  const program = (text: string | undefined) => (text?.includes('/') ? text : undefined)
  const optional = <Key extends string>(key: Key, text: string | undefined) =>
    text === undefined ? {} : ({ [key]: path(text) } as Record<Key, string>)
  return {
    ...site,
    juju: { ...site.juju, ...optional('command', program(site.juju.command)) },
    ssh: { ...site.ssh, knownHosts: path(site.ssh.knownHosts), ...optional('keyFile', site.ssh.keyFile) },
    ...(site.maas ? { maas: { ...site.maas, ...optional('command', program(site.maas.command)) } } : {}),
    ...optional('bundle', site.bundle),
    ...optional('charmLock', site.charmLock),
    ...optional('runbooks', site.runbooks),
    staging: site.staging.map(path),
    stagedImages: site.stagedImages.map((image) => ({ file: path(image.file), manifest: path(image.manifest) })),
    ...optional('openrc', site.openrc),
    ...(site.cloud ? { cloud: { ...site.cloud, file: path(site.cloud.file) } } : {}),
    ...optional('caFile', site.caFile),
    ...optional('waivers', site.waivers),
    ...(site.nginx ? { nginx: { ...site.nginx, ...optional('config', site.nginx.config) } } : {}),
    ...(site.hypervisor ? { hypervisor: { ...site.hypervisor, disk: path(site.hypervisor.disk) } } : {}),
    vault: { ...site.vault, ...optional('initFile', site.vault.initFile) },
    ...(site.mgmt ? { mgmt: { ...site.mgmt, kubeconfig: path(site.mgmt.kubeconfig) } } : {}),
    workload: site.workload.map((cluster) => ({ ...cluster, kubeconfig: path(cluster.kubeconfig) })),
    ...(site.nightly ? { nightly: withPaths(site.nightly, path) } : {}),
  }
}
