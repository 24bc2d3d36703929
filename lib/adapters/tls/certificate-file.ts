import { pemFile } from '../../formats/pem.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { Command } from '../command.ts'
import { type Certificate, factsOf } from './certificate.ts'

/** A file that ought to hold certificates. */
export interface CertificateFile {
  readonly path: string
  /** In the order of the file. Empty when there is a problem. */
  readonly certificates: readonly Certificate[]
  /** `does not exist`, `is indented: …` */
  readonly problem?: string
}

/**
 * A private key is deleted before certificates are printed, wherever in a line the key begins. If it were not, a certificate without its END line
 * would make sed print the key as well. Where a key begins on the END line of a certificate, that line is printed without the key, so that the fault
 * is seen.
 */
const onlyCertificates =
  '/-----BEGIN .*PRIVATE KEY-----/,/-----END .*PRIVATE KEY-----/{s/^ *-----END CERTIFICATE-----.*-----BEGIN .*/-----END CERTIFICATE----------BEGIN PRIVATE KEY-----/p;d};/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p'

/** Prints certificates only: a private key in the same file is not printed. `called`: what a message calls the file. */
export function certificateFile(path: string, called = 'CA file'): Command<CertificateFile> {
  return {
    argv: ['sed', '-n', onlyCertificates, path],
    // 2: the file could not be read.
    exits: [0, 2],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 0) return read(path, stdout)
      if (/No such file or directory/.test(stderr)) return { path, certificates: [], problem: 'does not exist' }
      const why = /Permission denied/.test(stderr) ? 'may not be read by this user' : `cannot be read: ${stderr.trim().slice(0, 200)}`
      throw new CouldNotLook('credential', `${called} ${path}`, `the ${called} ${path} ${why}`, { remedy: `ls -l ${path}` })
    },
  }
}

function read(path: string, printed: string): CertificateFile {
  if (printed.trim() === '') return { path, certificates: [], problem: 'is empty, or holds no PEM certificate' }
  const { certificates, problem } = pemFile(printed)
  return { path, certificates: certificates.map(factsOf), ...(problem === undefined ? {} : { problem }) }
}
