import { type Command, NotUnderstood } from '../command.ts'
import { jsonObject } from '../json.ts'

/** The status that the vault of one unit reports. */
export type VaultStatus = SealStatus | Silent

interface Silent {
  /** Either the port of vault refuses connections on the unit itself, because vault does not run there, or vault answers, but only with an error. */
  readonly runs: false
  /**
   * The code and the first error that vault answers with, such as `code 500, failed to check seal configuration: …`. Absent when no vault listens.
   */
  readonly error?: string
}

export interface SealStatus {
  readonly runs: true
  readonly initialized: boolean
  readonly sealed: boolean
  /** How many of the required unseal keys have been given so far: `1 of 3`. Back at 0 once the vault is open. */
  readonly progress: string
  /** `mysql`; absent where the vault command is too old to report it. */
  readonly storage?: string
  /** Absent when `storage` is absent. Meaningless while vault is sealed: vault then shows true when its look-up failed (command/format.go). */
  readonly haEnabled?: boolean
  /** This vault is the active one of several, and the others forward requests to it. False when there is only one vault. */
  readonly isActive: boolean
  /**
   * This vault knows which vault is active. While none is active, even an unsealed vault serves no request:
   * `Active Node Address <none>`.
   */
  readonly knowsActive: boolean
}

/**
 * Asks the listener without TLS that only the unit itself can reach, as charm-vault does (templates/vault.hcl.j2). The form of the output comes from
 * hashicorp/vault's command/status.go and format.go, because no output of a real vault 1.8 was found.
 */
export function vaultStatus(port: number): Command<VaultStatus> {
  const refused = new RegExp(`127\\.0\\.0\\.1:${port}: connect: connection refused`)
  return {
    argv: ['env', `VAULT_ADDR=http://127.0.0.1:${port}`, '/snap/bin/vault', 'status', '-format=json'],
    // 0: open, 2: sealed, both with JSON. 1: vault could not be asked, and stderr says why.
    exits: [0, 1, 2],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (stdout === '' && refused.test(stderr)) return { runs: false }
        const error = ownError(stderr)
        if (error !== undefined) return { runs: false, error }
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
      }
      const status = jsonObject(stdout)
      const [initialized, sealed] = [truth(status.own('initialized')), truth(status.own('sealed'))]
      if (initialized === undefined || sealed === undefined) throw new NotUnderstood('does not say whether it is initialized and sealed')
      if (sealed !== (exitCode === 2)) throw new NotUnderstood(`exited ${exitCode}, yet says that it is ${sealed ? '' : 'not '}sealed`)
      // Vault is a Go program, and leaves a field such as `is_self` out of its JSON when the field is false or empty.
      const isActive = truth(status.own('is_self')) ?? false
      const [storage, haEnabled] = [status.optionalText('storage_type'), truth(status.own('ha_enabled'))]
      return {
        runs: true,
        initialized,
        sealed,
        progress: `${status.integer('progress')} of ${status.integer('t')}`,
        ...(storage === undefined ? {} : { storage }),
        ...(haEnabled === undefined ? {} : { haEnabled }),
        isActive,
        knowsActive: isActive || status.optionalText('leader_address') !== undefined,
      }
    },
  }
}

/**
 * What vault says when it answers with a status of 500 or above: mostly that it cannot read its storage. The CLI prints the errors as a list
 * (api/response.go).
 */
function ownError(stderr: string): string | undefined {
  const [, code, list = ''] = /Error making API request\.\s+URL: \S+ \S+\s+Code: (5\d\d)\. Errors:([\s\S]*)/.exec(stderr) ?? []
  if (code === undefined) return undefined
  const [first] = list.split('\n').flatMap((line) => /^\s*\* (.*\S)/.exec(line)?.[1] ?? [])
  return first === undefined ? `code ${code}` : `code ${code}, ${first.slice(0, 200)}`
}

/** Returns undefined for a missing value. If it returned false, an answer that lacks `sealed` could make a sealed vault look open. */
function truth(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}
