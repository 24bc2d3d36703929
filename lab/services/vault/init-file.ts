import { randomBytes } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'

export interface InitOptions {
  readonly keys?: number
  readonly rootToken?: boolean
  /** `0o600` */
  readonly mode?: number
}

/**
 * Writes a file in the form that `vault operator init` prints (command/operator_init.go), with keys that open no vault. Returns the keys and the
 * root token, as canaries.
 */
export function writeInitFile(path: string, { keys = 5, rootToken = true, mode = 0o600 }: InitOptions = {}): readonly string[] {
  const shares = Array.from({ length: keys }, () => randomBytes(33).toString('base64'))
  const token = `s.${randomBytes(18).toString('base64url')}`
  const lines = [
    ...shares.map((share, i) => `Unseal Key ${i + 1}: ${share}`),
    '',
    ...(rootToken ? [`Initial Root Token: ${token}`, ''] : []),
    'Vault initialized with 5 key shares and a key threshold of 3.',
  ]
  writeFileSync(path, `${lines.join('\n')}\n`)
  chmodSync(path, mode)
  return [...shares, ...(rootToken ? [token] : [])]
}
