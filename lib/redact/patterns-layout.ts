import { isSecret } from './patterns-keys.ts'
import { endOfLine, endOfWord } from './patterns-line.ts'
import { endOfQuoted, quoteAt, unquoted } from './patterns-quote.ts'
import { byRegex, type Pattern, type Span } from './patterns-span.ts'
import { familyOf, secretWord } from './patterns-word.ts'
import { linesBelow, unwrapped } from './patterns-yaml.ts'
import { isPlaceholder } from './redact-token.ts'

/** Formats in which something other than a lone colon or equals sign stands between a name and its value: an XML tag, a table's border. */
export const layouts: readonly Pattern[] = [
  {
    name: 'environment of a container or exec plugin',
    why: 'kubeconfig exec.env and a pod’s env hold name and value as two members',
    example: {
      text: '{"env":[{"name":"OS_PASSWORD","value":"hunter2"}]}\nenv:\n- name: DB_PASSWORD\n  value: tr0ub4dor\n',
      secrets: ['hunter2', 'tr0ub4dor'],
      kind: 'password',
    },
    find: findNamedValues,
  },
  {
    name: 'option of a command',
    why: 'process lists and audit logs show commands with --os-password VALUE, as a line or as a JSON list of arguments',
    example: {
      text: 'openstack --os-password hunter2 token issue; ["mysql", "--password", "x y"]',
      secrets: ['hunter2', 'x y'],
      kind: 'password',
    },
    find: findOptions,
  },
  {
    name: 'password in a short option',
    why: 'curl -u user:password, sshpass -p and mysql -p, as their manual pages have them',
    example: {
      text: 'curl -sk -u admin:hunter2 https://10.0.0.1; sshpass -p tr0ub4dor ssh x; mysql -u root -psw0rdf1sh nova',
      secrets: ['hunter2', 'tr0ub4dor', 'sw0rdf1sh'],
      kind: 'password',
    },
    find: byRegex(
      'password',
      /(?:\bcurl\b[^\r\n;|]{0,300}?[ \t](?:-u|--user)[ \t=]*["']?[^\s:"'/]{1,64}:|\bsshpass[ \t]+-p[ \t]*["']?|\bmysql(?:dump|admin)?[ \t][^\r\n;|]{0,200}?(?<=[ \t])-p)(?<secret>[^\s"'\\<>;-][^\s"'\\<>;]*)/g,
      (secret) => !isPlaceholder(secret),
    ),
  },
  {
    name: 'XML element',
    why: 'libvirt, vendor APIs and Jenkins keep passwords in XML elements',
    example: { text: '<user>me</user><password>hunter2</password>', secrets: ['hunter2'], kind: 'password' },
    find: findElements,
  },
  {
    name: 'row of a table',
    why: 'the openstack client prints the secret of a new application credential once, in a table',
    example: { text: '| id     | 4711   |\n| secret | rEaLlY-1 |\n', secrets: ['rEaLlY-1'], kind: 'secret' },
    find: findRows,
  },
  {
    name: 'secret YAML block',
    why: 'juju show-operation and vault operator init -format=yaml print secrets below certain keys, so every value below such a key is redacted, as in JSON',
    example: {
      text: 'action:\n  name: authorize-charm\n  parameters:\n    token: "abc"\n    ttl: 4h\nstatus: completed\nunseal_keys_b64:\n- k1k1\nunseal_shares: 1\n',
      secrets: ['abc', '4h', 'k1k1'],
      kind: 'parameter',
    },
    find: findBlocks,
  },
]

function* findNamedValues(text: string): Iterable<Span> {
  const json = new RegExp(
    `name\\\\{0,7}["'](?:\\s|\\\\[nr]){0,80}:(?:\\s|\\\\[nr]){0,80}\\\\{0,7}["'][\\w.-]{0,80}?(${secretWord})\\\\{0,7}["'](?:\\s|\\\\[nr]){0,80},(?:\\s|\\\\[nr]){0,80}\\\\{0,7}["']value\\\\{0,7}["'](?:\\s|\\\\[nr]){0,80}:(?:\\s|\\\\[nr]){0,80}`,
    'gi',
  )
  const yaml = new RegExp(`name:[ \\t]{1,8}["']?[\\w.-]{0,80}?(${secretWord})["']?[ \\t]{0,8}\\r?\\n[ \\t]*value:[ \\t]+`, 'gi')
  for (const regex of [json, yaml]) {
    for (const match of text.matchAll(regex)) {
      const value = valueAt(text, match.index + match[0].length, (at) => endOfLine(text, at, { isEscaped: false }))
      const kind = familyOf(match[1] ?? '')
      if (isSecret(text, value, kind)) yield { ...value, kind }
    }
  }
}

function* findElements(text: string): Iterable<Span> {
  for (const match of text.matchAll(new RegExp(`<[\\w:.-]{0,60}?(${secretWord})>([^<>\\r\\n"]{1,4000})</`, 'gi'))) {
    const kind = familyOf(match[1] ?? '')
    const end = match.index + match[0].length - 2
    const value = { start: end - (match[2] ?? '').length, end }
    if (isSecret(text, value, kind)) yield { ...value, kind }
  }
}

function* findOptions(text: string): Iterable<Span> {
  const options = new RegExp(`-(${secretWord})(?:\\\\{0,7}["'],\\s{0,8}(?=\\\\{0,7}["'])|[ \\t]{1,8})(?=[^\\s-])`, 'gi')
  for (const match of text.matchAll(options)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index + 1)
    if (!/(?:^|[^\w-])--?(?:[a-z0-9]+-)*$/i.test(before)) continue
    const value = valueAt(text, match.index + match[0].length, (at) => endOfWord(text, at))
    const kind = familyOf(match[1] ?? '')
    // `--token TOKEN` is from a help text.
    if (value.end > value.start && !/^[A-Z_-]+$/.test(text.slice(value.start, value.end)) && isSecret(text, value, kind))
      yield { ...value, kind }
  }
}

/**
 * Finds secrets in tables with two columns, the form in which the openstack client prints one object. Wider tables are not searched: in them a name
 * that ends in `-token` may mean anything.
 */
function* findRows(text: string): Iterable<Span> {
  for (const match of text.matchAll(
    new RegExp(`^\\|[ \\t]{0,200}\\w{0,80}?(${secretWord})[ \\t]{0,200}\\|([^|\\r\\n]{1,4000})\\|[ \\t]{0,80}\\r?$`, 'gim'),
  )) {
    const kind = familyOf(match[1] ?? '')
    const cell = match[2] ?? ''
    const cellAt = text.indexOf('|', match.index + 1) + 1
    const start = cellAt + cell.length - cell.trimStart().length
    const value = { start, end: start + cell.trim().length }
    if (value.end > value.start && isSecret(text, value, kind)) yield { ...value, kind }
  }
}

function* findBlocks(text: string): Iterable<Span> {
  const keys = /^([ \t]{0,200})(?:- )?(parameters|macaroons?|(?:unseal|recovery)_keys_(?:b64|hex)|keys_base64):[ \t]*\r?\n/gim
  for (let match = keys.exec(text); match; match = keys.exec(text)) {
    const name = (match[2] ?? '').toLowerCase()
    const kind = name === 'parameters' ? 'parameter' : name.startsWith('macaroon') ? 'macaroon' : 'vault-key'
    for (const line of linesBelow(text, keys.lastIndex, (match[1] ?? '').length, 10_000, true)) {
      keys.lastIndex = Math.max(keys.lastIndex, line.end)
      const raw = text.slice(line.start, line.end)
      const lead = /^[ \t]*(?:- )*(?:[\w.-]{1,80}:(?:[ \t]+|$))?/.exec(raw)?.[0].length ?? 0
      const value = unwrapped(text, line.start + lead, line.end)
      if (value.end > value.start && !/^[|>][-+\d]*$/.test(text.slice(value.start, value.end)) && isSecret(text, value, 'password'))
        yield { ...value, kind }
    }
  }
}

function valueAt(text: string, at: number, bareEnd: (at: number) => number): Omit<Span, 'kind'> {
  const quote = quoteAt(text, at)
  if (!quote) return { start: at, end: bareEnd(at) }
  const start = at + quote.length
  const end = endOfQuoted(text, start, quote)
  return { start, end, secret: unquoted(text.slice(start, end), quote) }
}
