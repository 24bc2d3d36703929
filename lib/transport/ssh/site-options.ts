import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Site } from '../../phase/site.ts'
import type { SshOptions } from './options.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * How this site's machines are reached from here. When the site file names no key file, Juju's own SSH key is offered too, besides the SSH agent's
 * keys.
 */
export function sshOptionsOf({ ssh }: Site, env: Environment = process.env): SshOptions {
  const { user, port, agent, knownHosts, jumpHost } = ssh
  const keyFile = ssh.keyFile ?? jujuKey(env)
  const agentSocket = agent ? env.SSH_AUTH_SOCK : undefined
  return {
    user,
    port,
    knownHosts,
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(agentSocket ? { agentSocket } : {}),
    ...(jumpHost === undefined ? {} : { jumpHost: { ...jumpHost } }),
  }
}

/** Juju's data folder: `~/.local/share/juju`. */
export function jujuData(env: Environment = process.env): string {
  return env.JUJU_DATA || join(env.HOME || homedir(), '.local/share/juju')
}

/** The key file that `juju ssh` logs in with; ed25519 is preferred to RSA. Under cron there is no agent, but Juju's machines accept this key. */
function jujuKey(env: Environment): string | undefined {
  return ['juju_id_ed25519', 'juju_id_rsa'].map((name) => join(jujuData(env), 'ssh', name)).find((file) => existsSync(file))
}
