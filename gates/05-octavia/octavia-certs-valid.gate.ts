/**
 * Octavia and its amphorae recognize each other by certificates of two CAs. The operator makes both CAs and Octavia's own certificate, and nothing
 * renews these three. When one of the three expires, the API and the daemons still answer, but no amphora can be reached any more. charm-octavia's
 * own example makes them for 30 days.
 */
import { answered, gate, none, notApplicable, of, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** Path of the CA that signs the certificates of the amphorae. */
  issuingCa: z.string(),
  /** Path of the CA that signs the certificate which Octavia shows to an amphora. */
  controllerCa: z.string(),
  /** Path of the certificate that Octavia shows to an amphora. The file also holds the certificate's key, which is never printed. */
  controllerCert: z.string(),
  certDaysLeft: z.number().nonnegative(),
})

const test = gate('octavia-certs-valid', want)
  .extend('seen', { scope: 'file' }, async ({ octavia, tls, units, want }) => {
    if (!(await octavia.usesAmphorae())) throw notApplicable('enable-amphora is false: there are no amphorae, so no certificates for them')
    return tls.files(units, [want.issuingCa, want.controllerCa, want.controllerCert])
  })
  .extend('files', { scope: 'file' }, ({ seen, tls, now }) =>
    seen.seen.flatMap(({ unit, files }) => {
      const [issuing, ca, own] = files
      // Octavia signs with the first CA in issuingCa. An amphora accepts a certificate of any CA in controllerCa. Both follow a chain up to its root, so
      // the root must be valid too.
      const isRenewed = (file: (typeof files)[number]) => {
        if (file !== issuing && file !== ca) return false
        const [first, ...sent] = file === issuing ? file.certificates.slice(0, 1) : (own?.certificates ?? [])
        const left = file.certificates.filter(({ validTo }) => validTo > now)
        return first !== undefined && first.validTo > now && tls.casBelowRoot([first, ...sent], left) !== undefined
      }
      return files.map((file) => ({
        ...file,
        at: unit,
        fix: typedOn(unit, `sudo openssl x509 -noout -subject -dates -in ${file.path}`),
        isRenewed: isRenewed(file),
      }))
    }),
  )
  .extend('certificates', { scope: 'file' }, ({ files }) =>
    files.flatMap(({ at, path, certificates, fix, isRenewed }) => certificates.map((one) => ({ ...one, at, path, fix, isRenewed }))),
  )

test.saw('every unit printed its certificates', ({ seen: { units, silent } }) =>
  answered({ asked: units, silent }, 'unit', 'no unit runs octavia'),
)

test('every file holds a certificate', ({ files }) => {
  const wrong = files.flatMap(({ at, path, problem }) =>
    problem === undefined ? [] : [{ at, saw: `${path} ${problem}`, fix: typedOn(at, `sudo ls -l ${path}`) }],
  )
  return none(wrong, of(files, 'file'), 'cannot be used')
})

test('every certificate is valid today', ({ certificates, now }) => {
  const wrong = certificates.flatMap(({ at, path, fix, subject, validFrom, validTo, isRenewed }) => {
    if (validFrom > now) return [{ at, saw: `${subject} in ${path} is not valid before ${validFrom.toISOString()}`, fix }]
    return validTo > now || isRenewed ? [] : [{ at, saw: `${subject} in ${path} ended on ${day(validTo)}`, fix }]
  })
  const notes = certificates
    .filter(({ validTo, isRenewed }) => validTo <= now && isRenewed)
    .map(({ at, path, subject, validTo }) => `${at}: ${subject} in ${path} ended on ${day(validTo)}; another CA in the file is used now`)
  return none(wrong, of(certificates, 'certificate'), 'is not valid', { notes })
})

test.advises('every certificate is valid for long enough', ({ certificates, now, tls, want }) => {
  const soon = certificates
    .filter(({ validTo }) => validTo > now)
    .map((one) => ({ ...one, days: tls.daysLeft(one, now) }))
    .filter(({ days }) => days < want.certDaysLeft)
    .map(({ at, path, fix, subject, validTo, days }) => ({
      at,
      saw: `${subject} in ${path} ends on ${day(validTo)}, in ${days} days`,
      fix,
    }))
  return none(soon, of(certificates, 'certificate'), `is valid for less than ${want.certDaysLeft} days`)
})

test('the controller CA has signed Octavia’s own certificate', ({ seen: { seen }, tls, want }) => {
  const wrong = seen.flatMap(({ unit, files: [, ca, own] }) => {
    const [first] = own?.certificates ?? []
    if (ca === undefined || own === undefined || first === undefined || ca.certificates.length === 0) return []
    if (tls.leadsTo(own.certificates, ca.certificates)) return []
    const saw = `${first.subject} in ${want.controllerCert} was issued by ${first.issuer}, and not by a CA in ${want.controllerCa}`
    return [{ at: unit, saw, fix: typedOn(unit, `sudo openssl verify -CAfile ${want.controllerCa} ${want.controllerCert}`) }]
  })
  return none(wrong, of(seen, 'unit'), 'shows amphorae a certificate that they refuse')
})

test('all units have the same certificates', ({ seen: { seen } }) => {
  const [first, ...others] = seen
  const printsOf = (unit: (typeof seen)[number] | undefined, i: number) =>
    unit?.files[i]?.certificates.map(({ fingerprint }) => fingerprint).join() ?? ''
  const differing = others.flatMap((one) =>
    one.files.flatMap(({ path }, i) =>
      printsOf(one, i) === '' || printsOf(first, i) === '' || printsOf(one, i) === printsOf(first, i)
        ? []
        : [
            {
              at: one.unit,
              saw: `${path} differs from that of ${first?.unit}: one of the two units has not taken over the last change of the charm’s options`,
              fix: typedOn(one.unit, `sudo openssl x509 -noout -subject -dates -in ${path}`),
            },
          ],
    ),
  )
  return none(differing, of(seen, 'unit'), 'has another certificate than the first unit')
})

function day(time: Date): string {
  return time.toISOString().slice(0, 10)
}
