import type { Target } from '../question.ts'

export interface SshOptions {
  /** `ubuntu` */
  readonly user: string
  readonly port: number
  /** The absolute path of the private key. When it is absent, only keys in the SSH agent are used. */
  readonly keyFile?: string
  /** `$SSH_AUTH_SOCK`. Absent: no agent. */
  readonly agentSocket?: string
  /** Absolute path of the pinned host keys, OpenSSH format. */
  readonly knownHosts: string
  /** The host that connections to the targets go through. Its user defaults to `user` of these options, its port to 22. */
  readonly jumpHost?: { readonly host: string; readonly user?: string | undefined; readonly port?: number }
  /** Called once with a sentence about what a login shell printed on its own. Absent: such output is dropped silently. */
  readonly onNoise?: (sentence: string) => void
  /** From the first packet to a usable connection, per hop. Default 10 s. */
  readonly connectTimeoutMs?: number
  /** How many sessions one connection may have open at the same time. Default 8; sshd allows 10 by default (MaxSessions in sshd_config(5)). */
  readonly sessionsPerConnection?: number
  /** How many handshakes may begin at the same time. Default 64; 32 in `collectHostKeys`. */
  readonly maxTargets?: number
}

/** A target or the jump host before it, with the names that messages use for it. */
export interface Hop {
  /** `keystone/0`, `jump host bastion` */
  readonly name: string
  readonly address: string
  readonly port: number
  readonly user: string
  /** The `key` of every CouldNotLook that is thrown because of this hop: `ssh keystone/0`. */
  readonly key: string
  /** The jump host through which this hop is reached: `bastion`. */
  readonly via?: string
  /** The name of the target in `gates trust <name>`. Its host key may be pinned under this name or under its address. Absent for a jump host. */
  readonly unit?: string
}

/** The `key` of a CouldNotLook that is thrown because there is no SSH key at all to log in with. */
export const noCredential = 'ssh credential'

export const connectTimeoutMs = 10_000

export function targetHop({ name, address = name }: Target, { user, port, jumpHost }: SshOptions): Hop {
  return { name, address, port, user, key: `ssh ${name}`, unit: name, ...(jumpHost ? { via: jumpHost.host } : {}) }
}

export function jumpHop(options: SshOptions): Hop | undefined {
  const jump = options.jumpHost
  if (!jump) return undefined
  const name = `jump host ${jump.host}`
  return { name, address: jump.host, port: jump.port ?? 22, user: jump.user ?? options.user, key: `ssh ${name}` }
}

/** `keystone/0 (10.12.4.9:22)`, `keystone/0 (10.12.4.9:22 by way of bastion)` */
export function at({ name, address, port, via }: Hop): string {
  return `${name} (${endpoint({ address, port })}${via === undefined ? '' : ` by way of ${via}`})`
}

/** `10.12.4.9:22`, `[fd00::9]:22` */
export function endpoint({ address, port }: Pick<Hop, 'address' | 'port'>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
