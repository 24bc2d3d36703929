import { byRegex, type Pattern, wordStart } from './patterns-span.ts'

/** Password hashes in the forms that account files and databases use. A hash can be attacked offline, so it is treated like the password. */
export const hashes: readonly Pattern[] = [
  {
    name: 'crypt hash',
    why: 'crypt(5): $1$ $2b$ $5$ $6$ $y$ $7$; argon2, scrypt and passlib’s pbkdf2 write the same form, haproxy’s userlist and /etc/shadow hold it',
    example: {
      text: 'root:$6$rounds=5000$saltsalt$Q1xYz/abc.DEFghiJKLmnoPQRstuVWX:19000:0:99999:7:::',
      secrets: ['$6$rounds=5000$saltsalt$Q1xYz/abc.DEFghiJKLmnoPQRstuVWX'],
      kind: 'password-hash',
    },
    find: byRegex(
      'password-hash',
      /\\{0,8}\$(?:1|2[abxy]?|3|5|6|7|8|9|y|gy|md5|sha1|apr1|P|H|argon2(?:id|i|d)|pbkdf2(?:-[a-z0-9]{1,10})?|scrypt|ecrypt|bcrypt(?:-sha256)?)\\{0,8}\$[\w./+=,\\$-]{0,60}[\w./+=,$-]{6,400}/g,
      (hash) => /[A-Za-z0-9./+]{7,}$/.test(hash),
    ),
  },
  {
    name: 'password hash of Django, MAAS and Werkzeug',
    why: 'django.contrib.auth.hashers: algorithm$iterations$salt$hash; Werkzeug: pbkdf2:sha256:600000$salt$hash',
    example: {
      text: 'password_of pbkdf2_sha256$390000$saltsalt1234$Wq3xYz+abc/DEFghiJKLmnoPQR= end',
      secrets: ['pbkdf2_sha256$390000$saltsalt1234$Wq3xYz+abc/DEFghiJKLmnoPQR='],
      kind: 'password-hash',
    },
    find: byRegex(
      'password-hash',
      new RegExp(
        String.raw`${wordStart}(?:pbkdf2_sha(?:1|256|512)|bcrypt_sha256|argon2|scrypt|(?:pbkdf2|scrypt):[\w:]{1,40})\$[\w$./+,=-]{12,400}`,
        'g',
      ),
    ),
  },
  {
    name: 'hash of a directory or database',
    why: 'directories mark password hashes with {SSHA}, {CRYPT} or the like (RFC 2307), MySQL with an asterisk before 40 hexadecimal digits, PostgreSQL with SCRAM-SHA-256$',
    example: {
      text: "userPassword: {SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g9zQ==\nIDENTIFIED BY PASSWORD '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'\nSCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy",
      secrets: [
        '{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g9zQ==',
        '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19',
        'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy',
      ],
      kind: 'password-hash',
    },
    find: byRegex(
      'password-hash',
      /\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT|PBKDF2[A-Z0-9-]{0,12}|ARGON2)\}[\w./+$=,-]{8,400}|(?<![\w*])\*[0-9A-F]{40}(?![0-9A-Za-z])|SCRAM-SHA-(?:1|256)\$\d{1,9}:[\w+/=]{4,200}\$[\w+/=:]{8,200}/g,
    ),
  },
]
