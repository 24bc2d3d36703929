import type { Rule } from '../rule.ts'
import { textOf } from '../shell/ask.ts'
import { maas } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'unscoped-release',
  sources: ['discovered-ip'],
  severity: 'error',
  why: 'An address that MAAS discovered goes away only with both force=true and discovered=true; with one of them, MAAS says that the address does not exist.',
  fix: 'maas admin ipaddresses release ip=<ip> force=true discovered=true, after subnet ip-addresses has shown that the record is of the same host.',
  bad: [
    'maas admin ipaddresses release ip=10.12.8.41',
    'maas admin ipaddresses release ip=10.12.8.41 force=true',
    "ssh maas 'maas admin ipaddresses release ip=10.12.8.41 discovered=true'",
  ],
  good: [
    `flags=(force=true discovered=true)\nmaas admin ipaddresses release ip=10.12.8.40 "\${flags[@]}"`,
    'maas admin ipaddresses release ip=10.12.8.41 force=true discovered=true',
    'maas admin ipaddresses read',
    'maas admin machines release',
  ],
  *check({ named }) {
    for (const call of named('maas')) {
      const command = maas(call)
      if (command?.object !== 'ipaddresses' || command.verb !== 'release') continue
      const missing = ['force', 'discovered'].filter(
        (flag) => !command.rest.some((word) => new RegExp(`^${flag}=(?:true|1|yes|on|\\$)`, 'i').test(textOf(word))),
      )
      if (missing.length > 0)
        yield {
          start: call.start,
          end: call.end,
          text: `${missing.map((flag) => `${flag}=true`).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
        }
    }
  },
}
