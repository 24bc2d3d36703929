/**
 * Juju indents the output of an action, and OpenSSL silently finds no certificate in an indented PEM file. So the file is parsed, and checked against
 * the certificate chain that Keystone shows.
 */
import { gate, holds, none, nothing, of, shellLine } from 'openstack-gates/gate'

const test = gate('root-ca-parses')
  .extend('file', { scope: 'file' }, async ({ openrc }) => {
    const { caFile: path } = await openrc.settings()
    return path?.startsWith('/') ? openrc.caFile(path) : undefined
  })
  .extend('shown', { scope: 'file' }, async ({ file, tls, openstack }) =>
    // Without a certificate in the file there is nothing to compare with Keystone's.
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
    const saw = unusable(one, now)
    return saw === undefined ? [] : [{ at: path, saw }]
  })
  // One usable certificate is enough here: the file may be the system's bundle, which always has some expired
  // certificates. The next claim checks whether Keystone's chain leads to a usable one.
  const isBundle = wrong.length < certificates.length
  const notes = isBundle && wrong.length > 0 ? [`${wrong.length} of ${certificates.length} certificates in ${path} cannot be used`] : []
  return none(isBundle ? [] : wrong, of(certificates, 'certificate'), 'cannot be used', { notes })
})

test('it has signed the certificate that Keystone shows', ({ file, shown, tls, now }) => {
  const own = shown?.chain[0]
  if (file === undefined || shown === undefined || own === undefined) return nothing([], '')
  const leads = file.certificates.filter((one) => tls.leadsTo(shown.chain, [one]))
  if (leads.length === 0 && !tls.leadsTo(shown.chain, file.certificates))
    return nothing(
      [{ at: shown.at, saw: `${own.subject}, issued by ${own.issuer}` }],
      `${file.path} is not the CA that signed Keystone’s certificate`,
    )
  const ended = leads.flatMap((one) => unusable(one, now) ?? [])
  const isLost = ended.length === leads.length && ended.length < file.certificates.length
  return nothing(isLost ? ended.map((saw) => ({ at: file.path, saw })) : [], 'the CA that signed Keystone’s certificate cannot be used')
})

test('OpenSSL, given the site’s CA, trusts Keystone’s certificate, whatever its dates', ({ shown }) => {
  const problem = shown?.problem
  const wrong = problem && !/EXPIRED|NOT_YET/.test(problem.code) ? [{ at: shown.at, saw: problem.means }] : []
  return nothing(wrong, 'the site’s CA is not the one that signed Keystone’s certificate')
})

/** Why a certificate cannot sign anything now; undefined when it can. */
function unusable(one: { readonly subject: string; readonly isCa: boolean; readonly validFrom: Date; readonly validTo: Date }, now: Date) {
  if (!one.isCa) return `${one.subject} is not a CA`
  return one.validTo > now && one.validFrom <= now
    ? undefined
    : `${one.subject} is valid from ${one.validFrom.toISOString()} to ${one.validTo.toISOString()}`
}
