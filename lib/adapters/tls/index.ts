import { certificateProblem } from '../../formats/certificate-problems.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'
import { describe, type TlsQuestion } from '../../transport/question.ts'
import { answerTo } from '../answer-to.ts'
import { observe, understood } from '../command.ts'
import { type Silent, type Sweep, silence, sweepOf, type Unit } from '../unit.ts'
import { type Certificate, casBelowRoot, certificateOf, daysLeft, leadsTo, speaksFor } from './certificate.ts'
import { type CertificateFile, certificateFile } from './certificate-file.ts'

export type { Certificate } from './certificate.ts'
export type { CertificateFile } from './certificate-file.ts'

/** The certificates that a TLS server shows. */
export interface Shown {
  /** `10.12.4.50:5000` */
  readonly at: string
  /** The server's own certificate first, then those that lead to its CA, as far as the server sends them. */
  readonly chain: readonly [Certificate, ...Certificate[]]
  /** Why the chain is not trusted: `code` is OpenSSL's, `means` completes "shows a certificate that …". Absent when it is trusted. */
  readonly problem?: { readonly code: string; readonly means: string }
}

/** A place whose certificate was not seen. */
export interface Unseen extends Silent {
  readonly kind: CouldNotLookKind
}

/** `shown` and `unseen` together have as many entries as `places`. */
export interface TlsSweep {
  readonly places: readonly string[]
  readonly shown: readonly Shown[]
  readonly unseen: readonly Unseen[]
}

export interface Tls {
  /** Rejects with CouldNotLook. */
  look(place: string): Promise<Shown>
  /** Looks at several places at once. A place whose certificate was not seen goes into `unseen`, and the other places are still returned. */
  sweep(places: readonly string[]): Promise<TlsSweep>
  /** The certificates in files of every unit, in the given order. A file that is missing, or holds no usable certificate, is a fact, not an error. */
  files(units: readonly Unit[], paths: readonly string[]): Promise<Sweep<{ readonly files: readonly CertificateFile[] }>>
  readonly daysLeft: typeof daysLeft
  readonly leadsTo: typeof leadsTo
  readonly casBelowRoot: typeof casBelowRoot
  readonly speaksFor: typeof speaksFor
}

export function createTls(ask: Ask): Tls {
  return {
    look: (place) => look(ask, place),
    sweep: (places) => sweep(ask, places),
    files: (units, paths) =>
      sweepOf(units, async (unit) => ({
        files: await Promise.all(paths.map((path) => observe(ask, unit, { ...certificateFile(path, 'file'), sudo: true }))),
      })),
    daysLeft,
    leadsTo,
    casBelowRoot,
    speaksFor,
  }
}

async function look(ask: Ask, at: string): Promise<Shown> {
  const question: TlsQuestion = { kind: 'tls', on: { name: at } }
  const asked = describe(question)
  const answer = await answerTo(ask, question)
  const [own, ...rest] = understood(asked, () => answer.chain.map(certificateOf))
  if (!own) throw new CouldNotLook('not-understood', asked, `${asked}: it showed no certificate at all`)
  const { problem: code } = answer
  return { at, chain: [own, ...rest], ...(code === undefined ? {} : { problem: { code, means: certificateProblem(code) } }) }
}

async function sweep(ask: Ask, places: readonly string[]): Promise<TlsSweep> {
  const looks = await Promise.allSettled(places.map((place) => look(ask, place)))
  const unseen = looks.flatMap((one, i): readonly Unseen[] => (one.status === 'rejected' ? [unseenFor(places[i] ?? '', one.reason)] : []))
  return { places, shown: looks.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])), unseen }
}

function unseenFor(at: string, error: unknown): Unseen {
  if (!(error instanceof CouldNotLook)) throw error
  return { ...silence(at, error), kind: error.kind }
}
