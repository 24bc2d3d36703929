import type { Rule } from '../rule.ts'
import { textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'

const secretHeader =
  /^(?:X-(?:Auth|Subject|Vault|JFrog-Art|Gitlab|Consul)-?(?:Token|Key)?|X-Api-Key|Private-Token|Authorization|Cookie)\s*:\s*\S/i
const secretField =
  /["']?\b(?:password|passwd|secret|secret_id|token|api_?key|private_?key|access_?key)["']?\s*[:=]\s*["']?(?!["']?\s*[,}]|<|$)[^\s"',}&]/i

export const rule: Rule = {
  name: 'secret-on-curl-argv',
  sources: ['H-2'],
  severity: 'warning',
  why: 'Everybody on the machine can read a command line in ps while the command runs, and the shell keeps it in its history.',
  fix: 'Give it a file or standard input: curl -H @<(printf \'X-Auth-Token: %s\' "$TOKEN") …, curl -K -, curl --netrc.',
  bad: [
    'curl -H "X-Auth-Token: $TOKEN" https://10.12.4.50:5000/v3',
    'curl -s -u admin:hunter2 https://x/',
    'curl --header="X-Vault-Token: $VAULT_TOKEN" http://127.0.0.1:8200/v1/sys/health',
    'curl -d \'{"auth": {"password": "x"}}\' https://x/v3/auth/tokens',
    'wget --password=hunter2 --user=x https://x/',
    'curl https://user:hunter2@10.12.4.50/',
    'juju ssh keystone/0 \'curl -H "X-Auth-Token: abc" https://x\' </dev/null',
  ],
  good: [
    'curl -H @header.txt https://10.12.4.50:5000/v3',
    'curl -K - https://x < secret.conf',
    'curl --netrc https://x',
    'curl -u admin https://x',
    'curl -d @body.json https://x',
    'curl -H "Content-Type: application/json" https://x',
    'curl -u : --negotiate https://x',
    'curl -H @<(printf "X-Auth-Token: %s" "$TOKEN") https://x',
  ],
  *check({ named }) {
    for (const call of named('curl', 'wget', 'http', 'https', 'xh')) {
      const word = call.words.find((_, i) => i > 0 && carriesSecret(call, i))
      if (word) yield { start: word.start, end: word.end, text: `${call.name} is given a secret as an argument` }
    }
  },
}

function carriesSecret({ words }: Call, index: number): boolean {
  const before = words[index - 1]?.shape ?? ''
  const own = textOf(words[index])
  const [, option = '', value = own] = /^(--[\w-]+)=(.*)$/s.exec(own) ?? /^(-[Hud])(.+)$/s.exec(own) ?? []
  const name = option === '' ? before : option
  if (/^[\w+.-]+:\/\/[^\s/@:]+:[^\s/@]+@/.test(own)) return !/^[\w+.-]+:\/\/[^/@:]*:(?:_|\*+@|x+@)/.test(own)
  if (/(?:^-\w*H|^--header)$/.test(name)) return secretHeader.test(value) && !value.startsWith('@')
  if (/^-\w*u$|^--(?:user|proxy-user)$/.test(name)) return /^[^:]+:.+/s.test(value) && !/^[\w-]*:$/.test(value)
  if (/^-\w*d$|^--(?:data|data-raw|data-binary|data-urlencode|json|post-data)$/.test(name))
    return !value.startsWith('@') && secretField.test(value)
  return /^--(?:password|http-password|oauth2-bearer|proxy-password)$/.test(option) && value !== ''
}
