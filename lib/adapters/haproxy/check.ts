import { type Command, NotUnderstood } from '../command.ts'

/** haproxy's own check of the configuration on disk. It says nothing about the running process. */
export interface ConfigCheck {
  readonly isValid: boolean
  /**
   * Why the configuration is not valid, one text for each reason:
   * `parsing [/etc/haproxy/haproxy.cfg:28] : unknown option 'htpchk'; did you mean 'httpchk' maybe ?`. Empty when it is valid.
   */
  readonly alerts: readonly string[]
}

export const configFile = '/etc/haproxy/haproxy.cfg'

/** Run as root, since no other account may read the configuration and the files that it names. */
export const configCheck: Command<ConfigCheck> = {
  // -V: without it, some versions print nothing for a valid file, and an empty output is not an answer.
  argv: ['haproxy', '-c', '-V', '-f', configFile],
  sudo: true,
  // 1: the configuration is not valid, and stderr has the reasons. 2: it has no mistake, but also no listener, so haproxy does not start.
  exits: [0, 1, 2],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 0) {
      if (/^Configuration file is valid$/m.test(`${stdout}\n${stderr}`)) return { isValid: true, alerts: [] }
      throw new NotUnderstood(`exited 0 without saying that the file is valid: ${stdout.trim().slice(0, 300) || 'it printed nothing'}`)
    }
    if (exitCode === 2) return { isValid: false, alerts: [noListener(`${stdout}\n${stderr}`)] }
    const alerts = stderr.split('\n').flatMap((line) => alertIn(line) ?? [])
    if (alerts.length === 0) throw new NotUnderstood(`exited 1 without an alert: ${stderr.trim().slice(0, 300) || 'it printed nothing'}`)
    const reasons = alerts.filter((alert) => !/^(Error\(s\) found in|Fatal errors found in) configuration/.test(alert))
    return { isValid: false, alerts: reasons.length > 0 ? reasons : alerts }
  },
}

/**
 * Makes the reason for exit code 2 from what haproxy printed: `Configuration file has no error but will not start (no listener) => exit(2).` Throws
 * NotUnderstood when haproxy printed no such line.
 */
function noListener(printed: string): string {
  const [, said] = /^Configuration file has (no error but will not start \(no listener\))/m.exec(printed) ?? []
  if (said === undefined) throw new NotUnderstood(`exited 2: ${printed.trim().slice(0, 300) || 'it printed nothing'}`)
  return `${said}: check its bind lines`
}

/** `[ALERT]    (20344) : config : …`; before 2.4 `[ALERT] 325/101718 (20344) : …` */
function alertIn(line: string): string | undefined {
  return /^\[ALERT\][^(]*\(\d+\) : (?:config : )?(.+)$/.exec(line)?.[1]?.trim()
}
