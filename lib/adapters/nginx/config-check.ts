import { type Command, NotUnderstood } from '../command.ts'

/** nginx's own check of its configuration on disk. */
export interface ConfigCheck {
  readonly isValid: boolean
  /** `invalid number of arguments in "proxy_ssl_verify" directive in /etc/nginx/sites-enabled/horizon:4` */
  readonly errors: readonly string[]
}

/** Run as root, since nginx opens the keys that the files name. */
export function configCheck(config: string | undefined): Command<ConfigCheck> {
  return {
    argv: ['nginx', '-t', ...(config === undefined ? [] : ['-c', config])],
    sudo: true,
    // 1: not valid; the reason is on stderr, where nginx prints all its messages.
    exits: [0, 1],
    parse: ({ exitCode, stderr }) => {
      const said = stderr.trim().slice(0, 300) || 'it printed no reason'
      if (exitCode === 0) {
        if (/^nginx: configuration file .+ test is successful$/m.test(stderr)) return { isValid: true, errors: [] }
        throw new NotUnderstood(`exited 0 without saying that the test is successful: ${said}`)
      }
      const errors = [...new Set(stderr.split('\n').flatMap((line) => errorIn(line) ?? []))]
      if (errors.length === 0 || !/^nginx: configuration file .+ test failed$/m.test(stderr))
        throw new NotUnderstood(`exited 1, and its output does not say what is wrong with the configuration: ${said}`)
      return { isValid: false, errors }
    },
  }
}

/**
 * The text of an error in one line of output: `nginx: [emerg] …`, or as in nginx's log, `2026/11/22 10:17:18 [emerg] 25408#25408: …`. Undefined for
 * any other line.
 */
function errorIn(line: string): string | undefined {
  return /^(?:nginx: |[\d/]+ [\d:]+ )\[(?:emerg|alert|crit|error)\] (?:\d+#\d+: )?(.+)$/.exec(line)?.[1]
}
