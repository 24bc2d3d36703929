import type { Rule } from '../rule.ts'
import { operandsOf, textOf } from '../shell/ask.ts'

export const rule: Rule = {
  name: 'maas-list',
  sources: ['DOCFIX-016', 'DOCFIX-017'],
  severity: 'error',
  why: 'maas list prints every stored API key, so the key ends in the terminal, the log and the transcript.',
  fix: 'Call maas <profile> … with the name of the profile, which is in the site file.',
  bad: [
    'maas list',
    'PROFILE=$(maas list | awk "{print \\$1}")',
    'maas admin whoami',
    'juju ssh 0 "sudo maas list"',
    "ssh maas <<'EOF'\nmaas list\nEOF",
    `maas admin users whoami`,
    `m() { maas admin "$@"; }\nm users whoami | jq -r .username`,
    "printf '%s\\n' 'version read' 'users whoami' | xargs -r -L1 maas admin",
    'echo users whoami | xargs maas admin',
  ],
  good: [
    'maas admin machines read',
    'maas admin tags read',
    'echo "never run maas list"',
    '# maas list',
    `maas admin users read`,
    "printf '%s\\n' 'version read' 'zones read' | xargs -L1 maas admin",
    "printf '%s\\n' list whoami | xargs -n1 maas admin machines read",
  ],
  *check({ named }) {
    for (const call of named('maas')) {
      const [first, second, third] = operandsOf(call).map(textOf)
      if (first === 'list') yield { start: call.start, end: call.end, text: 'maas list prints API keys' }
      else if (second === 'whoami' || (second === 'users' && third === 'whoami'))
        yield {
          start: call.start,
          end: call.end,
          severity: 'warning',
          text: 'maas whoami names a user, and a list filtered by that user may hold other people’s machines, or not all of ours',
          fix: 'Write out the names of the cloud’s hosts, after a person has checked each of them.',
        }
    }
  },
}
