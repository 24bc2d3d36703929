import type { Rule } from '../rule.ts'
import { textOf } from '../shell/ask.ts'
import { textsBehind } from '../shell/behind.ts'
import type { Call } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'

const secretHeader =
  /^(?:X-(?:Auth|Subject|Vault|JFrog-Art|Gitlab|Consul)-?(?:Token|Key)?|X-Api-Key|Private-Token|Authorization|Cookie)\s*:\s*\S/i
const secretField =
  /["']?\b(?:password|passwd|secret|secret_id|token|api_?key|private_?key|access_?key)["']?\s*[:=]\s*["']?(?!["']?\s*[,}]|<|$)[^\s"',}&]/i

export const rule: Rule = {
  name: 'secret-on-curl-argv',
  sources: ['H-2'],
  severity: 'warning',
  why: 'Everybody on the machine can read a command line in ps while the command runs, and the shell keeps it in its history.',
  fix: 'Pass the secret in a file or on standard input: curl -H @<(printf \'X-Auth-Token: %s\' "$TOKEN") …, curl -K -, curl --netrc.',
  bad: [
    'curl -H "X-Auth-Token: $TOKEN" https://10.12.4.50:5000/v3',
    'curl -s -u admin:hunter2 https://x/',
    'curl --header="X-Vault-Token: $VAULT_TOKEN" http://127.0.0.1:8200/v1/sys/health',
    'curl -d \'{"auth": {"password": "x"}}\' https://x/v3/auth/tokens',
    'wget --password=hunter2 --user=x https://x/',
    'curl https://user:hunter2@10.12.4.50/',
    'juju ssh keystone/0 \'curl -H "X-Auth-Token: abc" https://x\' </dev/null',
    `api() { curl -sS -H "$1" "$2"; }\napi "X-Auth-Token: $T" https://x/`,
    `api() { local header=$1 url=$2; curl -H "$header" "$url"; }\napi "X-Auth-Token: $T" https://x/`,
    `api() { curl -sS "$@"; }\napi -H "X-Auth-Token: $T" https://x/`,
    `H="X-Auth-Token: $T"\ncurl -H "$H" https://x`,
    `H=(-H "X-Auth-Token: $T")\ncurl "\${H[@]}" https://x`,
    `body='{"password": "'$OS_PASSWORD'"}'\ncurl -d "$body" https://x`,
    `curl --oauth2-bearer "$TOKEN" https://x`,
    `pw=$(cat pw)\ncurl -u "$pw" https://x`,
    `curl -u"$OS_USERNAME:$OS_PASSWORD" https://x`,
    `curl --data-urlencode "password=$P" https://x`,
    `curl -F "token=$T" https://x`,
    `curl "https://x/?access_token=$T"`,
    `curl --cookie "session_id=$S" https://x`,
    `http https://x "X-Auth-Token:$T"`,
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
    `curl -u "$USER" https://x`,
    `curl -d '{"note": "a password is not in here"}' https://x`,
    `H="Accept: application/json"\ncurl -H "$H" https://x`,
    `api() { curl -H "@$1" "$2"; }\napi header.txt https://x`,
    `api() { curl -H @- "$1" <<<"X-Auth-Token: $T"; }\napi https://x`,
    `curl "https://x/?page_token=$next"`,
    `curl -F file=@x.tar https://x`,
    `curl -b cookies.txt https://x`,
    'curl -u "$AUTH_USER" https://x',
    'curl --cookie "inside=1" https://x',
  ],
  *check(page) {
    for (const call of page.named('curl', 'wget', 'http', 'https', 'xh')) {
      const word = call.words.find((_, i) => i > 0 && carriesSecret(page, call, i))
      if (word) yield { start: word.start, end: word.end, text: `${call.name} is given a secret as an argument` }
    }
  },
}

function carriesSecret(page: ReadPage, call: Call, index: number): boolean {
  const { words } = call
  const before = words[index - 1]?.shape ?? ''
  const own = textOf(words[index])
  const [, option = ''] = /^(--[\w-]+)=/s.exec(own) ?? /^(-[HudFb])./s.exec(own) ?? []
  const name = option === '' ? before : option
  const values = [own, ...textsBehind(page, call, words[index])].map((text) =>
    option !== '' && text.startsWith(option) ? text.slice(option.length).replace(option.startsWith('--') ? /^=/ : /^$/, '') : text,
  )
  return values.some((value) => isSecretUrl(value) || isSecretValue(name, value) || (isHttpie(call) && secretHeader.test(value)))
}

function isHttpie({ name }: Call): boolean {
  return name === 'http' || name === 'https' || name === 'xh'
}

function isSecretUrl(text: string): boolean {
  if (/^[\w+.-]+:\/\/[^\s?]*\?(?:\S*&)?(?:access_token|token|api_?key|password|secret)=[^&\s<]/i.test(text)) return true
  return /^[\w+.-]+:\/\/[^\s/@:]+:[^\s/@]+@/.test(text) && !/^[\w+.-]+:\/\/[^/@:]*:(?:_|\*+@|x+@)/.test(text)
}

/** The value of this option contains a secret. */
function isSecretValue(option: string, value: string): boolean {
  if (value === '' || value.startsWith('@')) return false
  if (/^-\w*H$|^--header$/.test(option)) return secretHeader.test(value)
  // When only a user name is given, curl asks for the password. A variable may hold user name and password: it counts as a secret when its own
  // name suggests one.
  if (/^-\w*u$|^--(?:user|proxy-user)$/.test(option))
    return (
      (/^[^:]+:.+/s.test(value) && !/^[\w-]*:$/.test(value) && !/^\$\(/.test(value)) ||
      /^\$\{?(?!\w*(?:user|name|id|login)\}?$)\w*(?:pass|pw|cred|secret|token|auth)\w*\}?$/i.test(value)
    )
  if (/^-\w*d$|^--(?:data|data-raw|data-binary|data-urlencode|json|post-data)$/.test(option)) return secretField.test(value)
  if (/^-\w*F$|^--form(?:-string)?$/.test(option)) return secretField.test(value) && !/=[@<]/.test(value)
  if (/^-\w*b$|^--cookie$/.test(option)) return /(?:session|token|auth|\bsid)\w*=\S/i.test(value)
  return /^--(?:password|http-password|oauth2-bearer|proxy-password|pass)$/.test(option)
}
