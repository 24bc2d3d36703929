import { byRegex, type Pattern, wordStart } from './patterns-span.ts'
import { isPlaceholder } from './redact-token.ts'

const blank = String.raw`[ \t]{1,20}`
/** Blanks and line breaks, also in a JSON string. */
const gap = String.raw`(?:\s|\\[nrt]){1,20}`

/** Secrets in the configuration and on the command lines of particular programs. */
export const programs: readonly Pattern[] = [
  {
    name: 'quoted secret in a configuration of words',
    why: 'BIND’s files for named and rndc (secret "…";), and ipsec.secrets (PSK "…"), have only a blank between the keyword and the quoted secret',
    example: {
      text: 'key "rndc-key" {\n  algorithm hmac-sha256;\n  secret "dGhpc2lzbm90YXJl";\n};\n10.0.0.1 : PSK "tr0ub4dor and three"',
      secrets: ['dGhpc2lzbm90YXJl', 'tr0ub4dor and three'],
      kind: 'secret',
    },
    find: byRegex(
      'secret',
      /(?:\bsecret[ \t]{1,20}\\{0,3}"(?<secret>[^"\n\\]{2,400})(?=\\{0,3}"[ \t]{0,9};)|:[ \t]{0,9}PSK[ \t]{1,20}\\{0,3}"(?<secret>[^"\n\\]{2,400})(?=\\{0,3}"))/g,
      (secret) => !isPlaceholder(secret),
    ),
  },
  {
    name: 'password of netrc',
    why: 'netrc may put login and password on lines of their own',
    example: { text: 'machine nova.local\nlogin nova\npassword hunter2pass', secrets: ['hunter2pass'], kind: 'password' },
    find: byRegex(
      'password',
      new RegExp(
        String.raw`${wordStart}(?:machine${blank}[^\s\\]{1,200}|default)${gap}login${blank}[^\s\\]{1,64}${gap}(?:account${blank}[^\s\\]{1,64}${gap})?password${blank}(?<secret>[^\s"'\\<>]{2,400})`,
        'g',
      ),
      (secret) => !isPlaceholder(secret),
    ),
  },
  {
    name: 'password in a configuration of words',
    why: 'haproxy (stats auth, userlist), keepalived (auth_pass), and redis (requirepass) write only a blank before the password',
    example: {
      text: '  stats auth admin:hunter2\n  user nova insecure-password tr0ub4dor\n  auth_pass k33pal1v\nrequirepass r3d1s\nstats uri /',
      secrets: ['hunter2', 'tr0ub4dor', 'k33pal1v', 'r3d1s'],
      kind: 'password',
    },
    find: byRegex(
      'password',
      /(?:\bstats[ \t]{1,20}auth[ \t]{1,20}[^\s:"'\\]{1,64}:|\binsecure-password[ \t]{1,20}|\bauth_pass[ \t]{1,20}|\brequirepass[ \t]{1,20}|\bmasterauth[ \t]{1,20})(?<secret>[^\s"'\\<>]{2,400})/g,
      (secret) => !isPlaceholder(secret),
    ),
  },
  {
    name: 'password as an argument',
    why: 'ipmitool -P, rabbitmqctl add_user and change_password, openssl -passin pass:, ldapsearch -w, as their manual pages have them',
    example: {
      text: 'ipmitool -H 10.0.0.9 -U admin -P hunter2 power status; rabbitmqctl add_user nova tr0ub4dor; openssl rsa -passin pass:sw0rdf1sh',
      secrets: ['hunter2', 'tr0ub4dor', 'sw0rdf1sh'],
      kind: 'password',
    },
    find: byRegex(
      'password',
      /(?:\bipmitool\b[^\r\n;|]{0,200}?[ \t]-P[ \t]*["']?|\brabbitmqctl[ \t](?:add_user|change_password|authenticate_user)[ \t]+[^\s"'\\]{1,64}[ \t]+["']?|-pass(?:in|out)?[ \t=]pass:|\bldap(?:search|modify|add|whoami)\b[^\r\n;|]{0,200}?[ \t]-w[ \t]*["']?)(?<secret>[^\s"'\\<>;]{2,400})/g,
      (secret) => !isPlaceholder(secret),
    ),
  },
  {
    name: 'attribute of a cluster resource',
    why: 'pacemaker keeps the password of a fence device as an nvpair element with a name and a value',
    example: { text: '<nvpair id="x" name="passwd" value="hunter2"/>', secrets: ['hunter2'], kind: 'password' },
    find: byRegex(
      'password',
      /name=\\{0,7}"[\w.-]{0,40}(?:pass(?:word|wd|phrase)?|secret|token)\\{0,7}"[ \t]{1,8}value=\\{0,7}"(?<secret>[^"\\<>]{1,400})/gi,
      (secret) => !isPlaceholder(secret),
    ),
  },
  {
    name: 'age key',
    why: 'github.com/FiloSottile/age: Bech32 with the prefix AGE-SECRET-KEY-',
    example: {
      text: '# public key: age1abc\nAGE-SECRET-KEY-1QQPQRS0TUVWXYZ234567QQPQRS0TUVWXYZ234567QQPQRS0TUVWXYZ23456',
      secrets: ['AGE-SECRET-KEY-1QQPQRS0TUVWXYZ234567QQPQRS0TUVWXYZ234567QQPQRS0TUVWXYZ23456'],
      kind: 'private-key',
    },
    find: byRegex('private-key', /AGE-SECRET-KEY-1[0-9A-Z]{20,100}/gi),
  },
  {
    name: 'macaroon, serialized',
    why: 'libmacaroons: base64 of a packet length in four hexadecimal digits, followed by the word "location"',
    example: {
      text: 'got MDAxY2xvY2F0aW9uIGh0dHBzOi8vanVqdQowMDJmc2ln back',
      secrets: ['MDAxY2xvY2F0aW9uIGh0dHBzOi8vanVqdQowMDJmc2ln'],
      kind: 'macaroon',
    },
    find: byRegex('macaroon', new RegExp(String.raw`${wordStart}MDA[\w]{3}xvY2F0aW9u[\w+/-]{20,}={0,2}`, 'g')),
  },
  {
    name: 'registration string',
    why: 'juju add-user prints the command that sets the first password; k8s get-join-token and kubeadm print the token with which a node joins',
    example: {
      text: 'juju register MFoTA2JvYjBFExMxMC4xMi44LjE6MTcwNzATAAA and kubeadm join --token abcdef.0123456789abcdef',
      secrets: ['MFoTA2JvYjBFExMxMC4xMi44LjE6MTcwNzATAAA', 'abcdef.0123456789abcdef'],
      kind: 'token',
    },
    find: byRegex(
      'token',
      /(?:\bjuju[ \t]+register[ \t]+|\bk8s[ \t]+join-cluster[ \t]+|\bkubeadm[ \t]+join\b[^\r\n]{0,200}--token[ \t=]+)(?<secret>[\w.+/=-]{20,4000})/g,
    ),
  },
  {
    name: 'token of a code host',
    why: 'GitHub (ghp_, github_pat_), GitLab (glpat-) and Slack (xox) publish the prefixes of their tokens, so that scanners can find the tokens',
    example: {
      text: 'git clone with ghp_0123456789abcdefghijABCDEFGHIJ012345',
      secrets: ['ghp_0123456789abcdefghijABCDEFGHIJ012345'],
      kind: 'token',
    },
    find: byRegex(
      'token',
      new RegExp(String.raw`${wordStart}(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{20,})`, 'g'),
    ),
  },
]
