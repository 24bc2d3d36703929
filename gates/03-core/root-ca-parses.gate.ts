/** A PEM file cut out of an action's output for people looks right and is indented, which OpenSSL passes over in silence. So it is parsed, and tried on Keystone's own chain. */
import { gate, holds, none, nothing, of, shellLine } from 'openstack-gates/gate'

const test = gate('root-ca-parses')
  .extend('file', { scope: 'file' }, async ({ openrc }) => {
    const { caFile: path } = await openrc.settings()
    return path?.startsWith('/') ? openrc.caFile(path) : undefined
  })
  .extend('shown', { scope: 'file' }, async ({ file, tls, openstack }) =>
    // Without a certificate of our own there is nothing to try.
    file && file.certificates.length > 0 ? tls.look(openstack.keystonePlace) : undefined,
  )

test.saw('the openrc names a CA file', ({ file }) => holds(file !== undefined, 'OS_CACERT is not set to an absolute path'))

test('the file holds a certificate that OpenSSL can read', ({ file }) => {
  const wrong = file?.problem === undefined ? [] : [{ at: file.path, saw: file.problem, fix: shellLine(['ls', '-l', file.path]) }]
  return nothing(wrong, 'the CA file cannot be used')
})

test('it is a CA, and has not expired', ({ file, now }) => {
  const { path = '', certificates = [] } = file ?? {}
  const wrong = certificates.flatMap((one) => {
    if (!one.isCa) return [{ at: path, saw: `${one.subject} is not a CA` }]
    return one.validTo > now && one.validFrom <= now
      ? []
      : [{ at: path, saw: `${one.subject} is valid from ${one.validFrom.toISOString()} to ${one.validTo.toISOString()}` }]
  })
  return none(wrong, of(certificates, 'certificate'), 'cannot be used')
})

test('it has signed the certificate that Keystone shows', ({ file, shown, tls }) => {
  const own = shown?.chain[0]
  const foreign =
    shown && own && !tls.leadsTo(shown.chain, file?.certificates ?? [])
      ? [{ at: shown.at, saw: `${own.subject}, issued by ${own.issuer}` }]
      : []
  return nothing(foreign, `${file?.path} is not the CA that signed what Keystone shows`)
})

test('OpenSSL takes that certificate with the site’s CA as well', ({ shown }) => {
  const problem = shown?.problem
  const wrong = problem && !/EXPIRED|NOT_YET/.test(problem.code) ? [{ at: shown.at, saw: problem.means }] : []
  return nothing(wrong, 'the site’s CA is not the one that signed what Keystone shows')
})
