import { byRegex, type Pattern, type Span, wordStart } from './patterns-span.ts'

const isMixed = (text: string) => /[a-z]/.test(text) && /[A-Z]/.test(text)

/** Secrets that are recognised by their shape, wherever they stand in a text. */
export const shapes: readonly Pattern[] = [
  {
    name: 'keystone fernet token',
    why: 'a fernet token is base64 of 0x80 and a time whose first bytes are 0 (github.com/fernet/spec), so every one starts with gAAAAA',
    example: {
      text: 'curl sent gAAAAABrAr4RnES_AlOh5X_5smpm893BnSAx4hpbpIdMhXOi5cY3q-SJTRu2_xHud and was refused',
      secrets: ['gAAAAABrAr4RnES_AlOh5X_5smpm893BnSAx4hpbpIdMhXOi5cY3q-SJTRu2_xHud'],
      kind: 'token',
    },
    find: byRegex('token', new RegExp(String.raw`${wordStart}gAAAAA[\w-]{20,}(?:={1,2}|(?:%3[Dd]){1,2})?`, 'g')),
  },
  {
    name: 'JSON web token',
    why: 'service account tokens and OIDC tokens begin with eyJ, the base64 of {" (RFC 7519)',
    example: {
      text: 'sent eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJlLW9mLXRoaXM and got 401',
      secrets: ['eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJlLW9mLXRoaXM'],
      kind: 'token',
    },
    find: byRegex('token', new RegExp(String.raw`${wordStart}eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){1,3}`, 'g')),
  },
  {
    name: 'vault token',
    why: 'hvs. service, hvb. batch, hvr. recovery since vault 1.10 (developer.hashicorp.com/vault/docs/concepts/tokens)',
    example: { text: 'X hvs.CAESIJ1mZkQ0bXh3VnlTb0t3R2Fq Y', secrets: ['hvs.CAESIJ1mZkQ0bXh3VnlTb0t3R2Fq'], kind: 'vault-token' },
    find: byRegex('vault-token', new RegExp(String.raw`${wordStart}hv[sbr]\.[\w-]{20,}`, 'g')),
  },
  {
    name: 'vault token before 1.10',
    why: 'the charm installs vault 1.8, whose tokens are s. (service), b. (batch) or r. (recovery), then 24 or more characters (developer.hashicorp.com/vault/docs/concepts/tokens)',
    example: { text: 'logged in with s.iyNUhq8Ov4hIAx6snw5mB2nL', secrets: ['s.iyNUhq8Ov4hIAx6snw5mB2nL'], kind: 'vault-token' },
    find: byRegex('vault-token', /(?:(?<![\w./-])|(?<=\\[nrt]))(?:[sr]\.[A-Za-z0-9]{24}(?![\w-])|b\.[\w-]{24,})/g, isMixed),
  },
  {
    name: 'vault unseal or recovery key, printed',
    why: 'vault operator init prints one per line (hashicorp/vault command/operator_init.go)',
    example: {
      text: 'Unseal Key 1: 7Qd0Zc1tJ5m2yXw8Vb3nK4pL6rT9uHsGfEaDxCvBqWo=\nRecovery Key 2: 8Rd0Zc1tJ5m2yXw8Vb3nK4pL6rT9uHsGfEaDxCvBqWo=',
      secrets: ['7Qd0Zc1tJ5m2yXw8Vb3nK4pL6rT9uHsGfEaDxCvBqWo=', '8Rd0Zc1tJ5m2yXw8Vb3nK4pL6rT9uHsGfEaDxCvBqWo='],
      kind: 'vault-key',
    },
    find: byRegex('vault-key', /(?:Unseal|Recovery) Key(?: \d{1,3})?(?: \(will be hidden\))?:[ \t]*(?<secret>[A-Za-z0-9+/_=-]{10,})/gi),
  },
  {
    name: 'vault unseal key as an argument',
    why: 'the process list shows a key that is given as an argument (see gate vault-keys-off-argv)',
    example: {
      text: '4711 vault operator unseal -tls-skip-verify 7Qd0Zc1tJ5m2yXw8Vb3nK4pL6rT9uHsGfEaDxCvBqWo=',
      secrets: ['7Qd0Zc1tJ5m2yXw8Vb3nK4pL6rT9uHsGfEaDxCvBqWo='],
      kind: 'vault-key',
    },
    find: byRegex('vault-key', /\bunseal[ \t](?:-[^\s]{1,200}[ \t]){0,5}(?<secret>[A-Za-z0-9+/_=]{20,})/g),
  },
  {
    name: 'vault root token, printed',
    why: 'vault operator init prints the root token last (hashicorp/vault command/operator_init.go)',
    example: { text: 'Initial Root Token: 00000000-aaaa-bbbb-cccc-1234', secrets: ['00000000-aaaa-bbbb-cccc-1234'], kind: 'vault-token' },
    find: byRegex('vault-token', /Root Token:[ \t]*(?<secret>[\w.-]{6,})/gi),
  },
  {
    name: 'MAAS API key',
    why: 'a consumer key, a token key and a secret, joined by colons: 18, 18 and 32 characters (canonical/maas, OAuth of django-piston)',
    example: {
      text: 'maas login admin http://10.12.8.10:5240/MAAS/ aB3dE5gH7jK9mN2pQr:tUvWxYz1234567890a:Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe',
      secrets: ['aB3dE5gH7jK9mN2pQr:tUvWxYz1234567890a:Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe'],
      kind: 'maas-key',
    },
    find: maasKeys,
  },
  {
    name: 'AWS access key id',
    why: 'an access key id is AKIA or ASIA and 16 characters (AWS IAM identifiers); S3-compatible object stores use the same form',
    example: { text: 'denied for AKIAIOSFODNN7QWERTYU', secrets: ['AKIAIOSFODNN7QWERTYU'], kind: 'aws-key' },
    find: byRegex('aws-key', new RegExp(`${wordStart}A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g')),
  },
  {
    name: 'ceph key',
    why: 'cephx secrets are base64 of 28 bytes, of which the first two are 01 00 (ceph src/auth/Crypto.cc)',
    example: {
      text: '\tkey = AQBqT2VoAAAAABAAmXh0Yk1uQ2VvV2hKc1R6Qg==',
      secrets: ['AQBqT2VoAAAAABAAmXh0Yk1uQ2VvV2hKc1R6Qg=='],
      kind: 'ceph-key',
    },
    find: byRegex('ceph-key', new RegExp(`${wordStart}AQ[A-Za-z0-9+/]{36}==`, 'g')),
  },
  {
    name: 'bearer credential',
    why: 'RFC 6750; a credential has a digit, unlike a word in prose about bearer authentication',
    example: {
      text: 'curl -H "Bearer 31ada4fd-adec-460c-809a-9e56ceb75269"',
      secrets: ['31ada4fd-adec-460c-809a-9e56ceb75269'],
      kind: 'token',
    },
    find: byRegex('token', /\bBearer[ \t]+(?<secret>[\w.~+/-]{16,}={0,2})/gi, (secret) => /\d/.test(secret)),
  },
  {
    name: 'Authorization header',
    why: 'RFC 9110 §11.6.2: in an Authorization header, the credential follows the name of the scheme, whichever scheme it is',
    example: { text: 'Authorization: Basic YWRtaW46aHVudGVyMg==', secrets: ['YWRtaW46aHVudGVyMg=='], kind: 'authorization' },
    find: byRegex(
      'authorization',
      /Authorization(?:\\*["'])?[ \t]*[:=][ \t]*\[?(?:\\*["'])?(?!(?:[\w-]{1,30}[ \t]+)?\[redacted:)(?:(?:Bearer|Basic|Token|Negotiate|Digest|OAuth|GoogleLogin|AWS4-HMAC-SHA256)[ \t]+)?(?<secret>[^\s"'\\<>[\]{}][^\r\n"'\\<>]*)/gi,
    ),
  },
  {
    name: 'macaroon cookie',
    why: 'go-macaroon-bakery stores a discharged macaroon in a cookie with a name such as macaroon-0f1e2d3c4b5a',
    example: { text: 'Cookie: macaroon-0f1e2d3c4b5a=W3siYyI6W3siaSI6InRpbWU', secrets: ['W3siYyI6W3siaSI6InRpbWU'], kind: 'macaroon' },
    find: byRegex('macaroon', /macaroon-[0-9a-f]{6,64}=(?<secret>[\w+/-]{8,}={0,2})/g),
  },
]

/**
 * The search starts at the colon between the first two parts. A regular expression that starts with letters would be tried at every place of the
 * text, which is slow.
 */
function* maasKeys(text: string): Iterable<Span> {
  for (const match of text.matchAll(/:[A-Za-z0-9]{16,20}:[A-Za-z0-9]{28,36}(?![A-Za-z0-9])/g)) {
    const first = /(?:(?:^|[^A-Za-z0-9])(?:(?<=\\)[nrt])?)([A-Za-z0-9]{16,20})$/.exec(
      text.slice(Math.max(0, match.index - 24), match.index),
    )?.[1]
    if (first) yield { start: match.index - first.length, end: match.index + match[0].length, kind: 'maas-key' }
  }
}
