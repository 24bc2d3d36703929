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

/** A publisher's list of checksums: `SHA256SUMS` of cloud-images.ubuntu.com, or the `manifest.json` of azimuth-images. */
export function manifest(path: string): Command<Manifest> {
  return { argv: ['cat', path], parse: ({ stdout }) => (stdout.trimStart().startsWith('{') ? fromJson(stdout) : fromSums(stdout)) }
}

/** `72b0… *jammy-server-cloudimg-amd64.img` */
function fromSums(text: string): Manifest {
  return new Map(
    wholeLines(text).map((line) => {
      const [, digits = '', name] = /^([0-9a-fA-F]+) [ *](.+)$/.exec(line) ?? []
      const published = publishedAs(digits)
      if (!published || name === undefined)
        throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 120))}, wanted a checksum and a name`)
      return [basename(name), published] as const
    }),
  )
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
