import { basename } from 'node:path'
import { type Command, NotUnderstood } from '../../command.ts'
import { type JsonObject, jsonObject } from '../../json.ts'
import { wholeLines } from '../../lines.ts'

export type Algorithm = 'sha256' | 'sha512'

/** The checksum that a publisher states for one file. */
export interface Published {
  readonly algorithm: Algorithm
  /** Lower case hexadecimal digits. */
  readonly sum: string
}

/** The checksums that a publisher states, by file name. A file that may have several names stands under each of them. */
export type Manifest = ReadonlyMap<string, Published>

/**
 * A publisher's list of checksums: `SHA256SUMS` of cloud-images.ubuntu.com, `DIGESTS` of Flatcar, `CHECKSUM` of Rocky and Fedora, or the
 * `manifest.json` of azimuth-images.
 */
export function manifest(path: string): Command<Manifest> {
  return { argv: ['cat', path], parse: ({ stdout }) => (stdout.trimStart().startsWith('{') ? fromJson(stdout) : fromSums(stdout)) }
}

/** Lines of sums. Comments, an OpenPGP signature around the list, and sums of other algorithms are passed over. SHA-512 wins over SHA-256. */
function fromSums(text: string): Manifest {
  const lines = signedIn(wholeLines(text)).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const sums = lines.map(sumIn)
  const published = sums.flatMap(({ name, digits }) => {
    const of = publishedAs(digits)
    return of ? [[basename(name), of] as const] : []
  })
  if (published.length === 0) throw new NotUnderstood('lists no sum of SHA-256 or SHA-512')
  return new Map(published.toSorted(([, a], [, b]) => a.sum.length - b.sum.length))
}

/** The lines that OpenPGP's clear text signature covers; all lines of a list without a signature. */
function signedIn(lines: readonly string[]): readonly string[] {
  if (lines[0] !== '-----BEGIN PGP SIGNED MESSAGE-----') return lines
  const end = lines.indexOf('-----BEGIN PGP SIGNATURE-----')
  return lines.slice(1, end === -1 ? undefined : end).filter((line) => !/^Hash: /.test(line))
}

/** The number of hexadecimal digits in an MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512, in this order. */
const lengths: readonly number[] = [32, 40, 56, 64, 96, 128]

/** `72b0… *jammy-server-cloudimg-amd64.img`, or in the form of BSD `SHA256 (Rocky-9-GenericCloud.qcow2) = 72b0…`. */
function sumIn(line: string): { readonly name: string; readonly digits: string } {
  const gnu = /^(?<digits>[0-9a-fA-F]+) [ *](?<name>.+)$/.exec(line)
  const { digits = '', name = '' } = (gnu ?? /^[A-Z\d-]+ \((?<name>.+)\) = (?<digits>[0-9a-fA-F]+)$/.exec(line))?.groups ?? {}
  if (!lengths.includes(digits.length) || name === '')
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 120))}, wanted a checksum and a name`)
  return { name, digits }
}

/**
 * Reads a manifest with one entry per build: `{ name, url, checksum, kubernetes_version … }` (azimuth-images, bin/generate-manifest). Lists the
 * checksum under every name that the image file may have: the end of the URL, and the build's key and name, with and without `.qcow2`.
 */
function fromJson(text: string): Manifest {
  const entries = jsonObject(text).entries()
  if (entries.length === 0) throw new NotUnderstood('names no image at all')
  return new Map(
    entries.flatMap(([key, build]) => {
      const checksum = build.optionalText('checksum') ?? build.optionalText('image-checksum')
      const published = publishedAs((checksum ?? '').replace(/^sha(?:256|512):/, ''))
      if (!published)
        throw new NotUnderstood(`${key}.checksum: wanted the digits of a SHA-256 or SHA-512, got ${JSON.stringify(checksum ?? null)}`)
      return namesOf(key, build).map((name) => [name, published] as const)
    }),
  )
}

function namesOf(key: string, build: JsonObject): readonly string[] {
  const url = build.optionalText('url') ?? build.optionalText('image-url')
  const fromUrl = url !== undefined && URL.canParse(url) ? [basename(new URL(url).pathname)] : []
  const bare = [key, build.optionalText('name') ?? build.optionalText('image-name') ?? key]
  return [...fromUrl, ...bare.flatMap((name) => [name, `${name}.qcow2`])]
}

function publishedAs(digits: string): Published | undefined {
  if (!/^[0-9a-fA-F]+$/.test(digits)) return undefined
  const sum = digits.toLowerCase()
  return sum.length === 64 ? { algorithm: 'sha256', sum } : sum.length === 128 ? { algorithm: 'sha512', sum } : undefined
}
