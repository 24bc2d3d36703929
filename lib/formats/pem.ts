import { X509Certificate } from 'node:crypto'

/** The content of a file that ought to hold certificates. */
export interface PemFile {
  readonly certificates: readonly X509Certificate[]
  /** Why no program can use the file as it is, worded to follow the file name: `is indented: …`. Absent when every block in it is a certificate. */
  readonly problem?: string
}

const begin = '-----BEGIN CERTIFICATE-----'
const end = '-----END CERTIFICATE-----'
/** Some editors write this mark at the beginning of a file. */
const byteOrderMark = '\uFEFF'
const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** Refuses what OpenSSL would not read. OpenSSL does not see a begin line that is indented, and skips its block without an error. */
export function pemFile(text: string): PemFile {
  if (text.trim() === '') return { certificates: [], problem: 'is empty' }
  const lines = text.split(/\r?\n/)
  const begins = lines.filter((line) => line.trim() === begin)
  if (begins.length === 0) return { certificates: [], problem: `holds no PEM certificate: no line reads ${begin}` }
  const marked = lines.findIndex((line) => line.startsWith(byteOrderMark) && line.trim() === begin)
  if (marked !== -1)
    return {
      certificates: [],
      problem: `has a byte order mark in line ${marked + 1}: OpenSSL before 3.0 and Go find no certificate there`,
    }
  const indented = lines.findIndex((line) => line !== line.trimStart() && line.trim() === begin)
  if (indented !== -1)
    return {
      certificates: [],
      problem: `is indented: line ${indented + 1} has blanks in front of ${begin}, so OpenSSL finds no certificate`,
    }
  const glued = lines.findIndex((line) => line.includes(end) && line.trim() !== end)
  if (glued !== -1)
    return {
      certificates: [],
      problem: `has other text in line ${glued + 1} beside ${end}: a line feed is missing there, so OpenSSL reads nothing of the file`,
    }
  const blocks = text.match(block) ?? []
  if (blocks.length < begins.length)
    return { certificates: [], problem: `is cut short: ${begins.length} certificates begin and ${blocks.length} end` }
  const certificates: X509Certificate[] = []
  for (const [i, one] of blocks.entries()) {
    const certificate = parsed(one)
    if (!certificate) return { certificates: [], problem: `holds a block that is not a certificate: block ${i + 1} of ${blocks.length}` }
    certificates.push(certificate)
  }
  return { certificates }
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
