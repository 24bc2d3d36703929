import { X509Certificate } from 'node:crypto'
import { isCa } from '../formats/is-ca.ts'
import { fetchRootCa } from '../transport/http/root-ca.ts'
import { type Check, checksOf, textOf } from './check.ts'

const { fine, wrong, none } = checksOf('CA file')

/** Gives one line for the whole file, even when it holds many certificates: one valid CA in a bundle is enough. */
export function checkCa(file: string | undefined, model = 'openstack', now = new Date()): Check {
  if (file === undefined) return none('the site file names none')
  const fetchIt = fetchRootCa(file, model)
  const read = textOf(file)
  if ('why' in read) return wrong(`${file} ${read.why}`, fetchIt)
  const pems = read.text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  if (pems.length === 0) return wrong(`${file} holds no certificate`, fetchIt)
  const found = pems.map((pem) => certificate(pem, now))
  const good = found.filter((one) => !('problem' in one))
  const [first] = found
  if (found.length === 1 && first) {
    if ('problem' in first) return wrong(`${file}: ${first.problem}`, first.isEarly ? 'timedatectl' : fetchIt)
    return fine(`${first.saw}, in ${file}`)
  }
  const problems = [...new Set(found.flatMap((one) => ('problem' in one ? [one.problem] : [])))]
  if (good.length === 0) return wrong(`${file}: none of its ${found.length} certificates can be used: ${problems[0]}`, fetchIt)
  return fine(`${good.length} of ${found.length} certificates can be used, in ${file}`)
}

type Read = { readonly saw: string } | { readonly problem: string; readonly isEarly?: true }

function certificate(pem: string, now: Date): Read {
  let parsed: X509Certificate
  try {
    parsed = new X509Certificate(pem)
  } catch {
    return { problem: 'a certificate cannot be parsed' }
  }
  const name = parsed.subject.split('\n').at(-1) || 'a certificate without a name'
  const daysLeft = Math.floor((parsed.validToDate.getTime() - now.getTime()) / 86_400_000)
  const until = parsed.validToDate.toISOString().slice(0, 10)
  if (!isCa(parsed)) return { problem: `${name} is not a CA certificate` }
  if (daysLeft < 0) return { problem: `${name} expired on ${until}` }
  if (parsed.validFromDate > now) return { problem: `${name} is not valid before ${parsed.validFromDate.toISOString()}`, isEarly: true }
  return { saw: `${name}, until ${until} (${daysLeft} days)` }
}
