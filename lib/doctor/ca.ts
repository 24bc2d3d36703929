import { X509Certificate } from 'node:crypto'
import { type Check, checksOf, textOf } from './check.ts'

const { fine, wrong, none } = checksOf('CA file')
const fetchIt = 'juju run vault/leader get-root-ca'

export function checkCa(file: string | undefined, now = new Date()): readonly Check[] {
  if (file === undefined) return [none('the site file names none')]
  const read = textOf(file)
  if ('why' in read) return [wrong(`${file} ${read.why}`, fetchIt)]
  const pems = read.text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  if (pems.length === 0) return [wrong(`${file} holds no certificate`, fetchIt)]
  return pems.map((pem) => certificate(file, pem, now))
}

function certificate(file: string, pem: string, now: Date): Check {
  let parsed: X509Certificate
  try {
    parsed = new X509Certificate(pem)
  } catch {
    return wrong(`${file} holds a certificate that cannot be parsed`, fetchIt)
  }
  const name = parsed.subject.split('\n').at(-1) || 'a certificate without a name'
  const daysLeft = Math.floor((parsed.validToDate.getTime() - now.getTime()) / 86_400_000)
  const until = parsed.validToDate.toISOString().slice(0, 10)
  if (!parsed.ca) return wrong(`${file}: ${name} is no CA certificate`, fetchIt)
  if (daysLeft < 0) return wrong(`${file}: ${name} expired on ${until}`, fetchIt)
  if (parsed.validFromDate > now) return wrong(`${file}: ${name} is not valid before ${parsed.validFromDate.toISOString()}`, 'timedatectl')
  return fine(`${name}, until ${until} (${daysLeft} days), in ${file}`)
}
