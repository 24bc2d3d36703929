/**
 * This kind of cloud has no DNS, so an openrc with a host name in its URL works nowhere. An openrc without the root
 * CA trusts no server. The gate does not read the secrets in the openrc.
 */
import { all, gate, holds, none, nothing, of, shellLine } from 'openstack-gates/gate'

const test = gate('openrc-by-ip')
  .extend('settings', { scope: 'file' }, async ({ openrc }) => openrc.settings())
  .extend('ca', { scope: 'file' }, async ({ openrc, settings, site }) => {
    const own = settings.caFile?.startsWith('/') ? await openrc.caFile(settings.caFile) : undefined
    return { own, sites: site.caFile === undefined ? undefined : await openrc.caFile(site.caFile) }
  })

test.saw('the openrc’s CA and the site’s CA can both be read', ({ ca, settings }) => {
  const wrong = [ca.own, ca.sites].flatMap((file) =>
    file?.certificates.length === 0 && file.problem !== 'does not exist' ? [{ at: file.path, saw: file.problem ?? 'holds none' }] : [],
  )
  return all(
    holds(ca.sites !== undefined, 'the site file names no CA to compare with'),
    nothing(wrong, `no certificate can be read from ${settings.caFile}`),
  )
})

test('no setting of the openrc ends in a carriage return', ({
  settings: { endInCarriageReturn: spoilt, names },
  site: { openrc = '' },
}) => {
  const fix = shellLine(['sed', '-i', 's/\\r$//', openrc])
  const saw = `was saved with Windows line ends: the last character of ${spoilt.join(', ')} is a carriage return`
  return none(spoilt.length === 0 ? [] : [{ at: openrc, saw, fix }], of(names, 'setting'), 'ends in a carriage return', {
    count: spoilt.length,
  })
})

test('what the openrc sets for OpenStack is exported', ({ settings: { notExported } }) => {
  const wrong = notExported.map((name) => ({ at: name, saw: 'is set without export, so no program sees it' }))
  return nothing(wrong, 'the openrc sets values that programs do not see')
})

test('OS_AUTH_URL is the public Keystone address, by IP and over TLS', ({ settings, site: { keystone } }) => {
  const url = settings.authUrl
  const { isTls, isIp, host, port, path } = url ?? {}
  const saws = [
    isTls ? '' : 'is not https',
    isIp ? '' : `names a host, ${host}`,
    !isIp || host === keystone.address ? '' : `is not the public address ${keystone.address}`,
    port === keystone.port ? '' : `is not at port ${keystone.port}`,
    path === '/' || path === '/v3' || path === '/v3/' ? '' : `ends in ${path}, not /v3`,
  ]
  const wrong = url ? saws.filter(Boolean).map((saw) => ({ at: url.text, saw })) : [{ at: 'OS_AUTH_URL', saw: 'is not set' }]
  return nothing(wrong, 'OS_AUTH_URL is wrong')
})

test('OS_CACERT names a file that is there', ({ ca, settings }) => {
  const path = settings.caFile
  const saw =
    path === undefined
      ? 'is not set'
      : !path.startsWith('/')
        ? 'works from one folder only'
        : ca.own?.problem === 'does not exist'
          ? 'does not exist'
          : ''
  return nothing(saw === '' ? [] : [{ at: path ?? 'OS_CACERT', saw }], 'OS_CACERT names no CA file')
})

test('it is the CA of the site', ({ ca }) => {
  const known = new Set(ca.sites?.certificates.map((one) => one.fingerprint))
  const { path = '', certificates: own = [] } = ca.own ?? {}
  const foreign = own.some((one) => known.has(one.fingerprint))
    ? []
    : own.map((one) => ({ at: path, saw: `${one.subject}, ${one.fingerprint}` }))
  return nothing(known.size === 0 ? [] : foreign, `OS_CACERT holds another CA than ${ca.sites?.path}`)
})
