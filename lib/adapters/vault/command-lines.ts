import type { Command } from '../command.ts'
import { countFound, searchExits } from '../searched.ts'

/** The flags of vault operator unseal: a flag stands alone, has `=value`, or is followed by its value. */
const flags = '( +--?(migrate|reset|tls-skip-verify|non-interactive|policy-override)| +--?[a-z-]+=[^ ]*| +--?[a-z-]+ +[^ -][^ ]*)*'

/**
 * An unseal command followed by at least 16 characters of a key, so not by `2>&1` or `; exit`. A key has 44 characters of base64 or 66 of hex. The
 * bracket keeps the pattern from matching the shell that runs pgrep.
 */
export const unsealWithKey = `[v]ault operator unseal${flags} +["']?[A-Za-z0-9+/]{16,}`

/** The number of processes with a key on their command line. Only the number leaves the machine. */
export const unsealsWithKey: Command<number> = count(['pgrep', '-c', '-f', unsealWithKey])

/** The number of root's processes whose command line this account can see. 0: they are hidden (hidepid), so nothing can be concluded. */
export const readableCommandLines: Command<number> = count(['pgrep', '-c', '-u', 'root', '-f', '.'])

function count(argv: readonly string[]): Command<number> {
  return { argv, exits: searchExits, parse: countFound }
}
