/**
 * vault hands out its keys only once, so the file with the saved keys must be complete and safe. Only grep reads the
 * file, and it never prints a key.
 */
import { gate, holds, nothing, shellLine, z } from 'openstack-gates/gate'

const want = z.strictObject({ unsealKeys: z.int().positive(), rootTokens: z.int().positive() })

const test = gate('vault-init-captured', want).extend('init', { scope: 'file' }, async ({ vault }) => vault.initFile())

test.saw('the keys and the token in the init file can be counted', ({ init }) =>
  holds(!(init.exists && init.isEncrypted), `${init.path} is encrypted: decrypt it elsewhere, and count the keys there`),
)

test('the init file holds every unseal key and the root token', ({ init, want }) => {
  const wrong = !init.exists
    ? ['there is no such file']
    : !init.kind.startsWith('regular')
      ? [`it is a ${init.kind}`]
      : init.isEncrypted
        ? []
        : [
            ...(init.unsealKeys === want.unsealKeys ? [] : [`${init.unsealKeys} unseal keys`]),
            ...(init.rootTokens === want.rootTokens ? [] : [`${init.rootTokens} root tokens`]),
          ]
  const findings = wrong.map((saw) => ({ at: init.path, saw }))
  const notes = init.exists && init.form !== 'text' ? [`${init.path} is ${init.form}`] : []
  return nothing(findings, `wanted ${want.unsealKeys} unseal keys and ${want.rootTokens} root token`, notes)
})

test('only its owner can read it', ({ init }) => {
  const open =
    init.exists && (Number.parseInt(init.mode, 8) & 0o177) !== 0
      ? [{ at: init.path, saw: `has mode ${init.mode}`, fix: shellLine(['chmod', '600', init.path]) }]
      : []
  return nothing(open, 'the keys are not private')
})

test('the site file records an up-to-date off-host copy of the init file', ({ init, site, now }) => {
  const copy = site.vault.offHostCopy
  const dayAfter = (date: string) => Date.parse(date) + 86_400_000
  const wrong = !copy
    ? ['the site file names no vault.offHostCopy']
    : Date.parse(copy.made) > now.getTime() + 86_400_000
      ? [`the copy in ${copy.where} is dated ${copy.made}, more than a day in the future`]
      : init.exists && dayAfter(copy.made) < init.written.getTime()
        ? [
            `the copy in ${copy.where} was made on ${copy.made}, but the file was last written later, on ${init.written.toISOString().slice(0, 10)}`,
          ]
        : []
  const findings = wrong.map((saw) => ({ at: init.path, saw }))
  return nothing(findings, 'the keys would be lost with this machine')
})
