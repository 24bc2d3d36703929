import { type Command, NotUnderstood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { withMessage } from './message.ts'

export type DiskImage = SoundImage | { readonly problem: string }

export interface SoundImage {
  /** The format that qemu reports, such as `qcow2`. A file whose header qemu does not know is reported as `raw`, too. */
  readonly format: string
  readonly virtualBytes: number
  /** The space that the image takes on the host's disk. Less than `virtualBytes` is normal. */
  readonly actualBytes: number
  /** The image is marked as corrupt: qemu found its qcow2 tables wrong, and refuses to write to it. */
  readonly isCorrupt: boolean
}

/**
 * Reads what qemu-img says about an image: `{ problem: 'qcow2 header too short' }` when qemu itself cannot open the image. Runs with -U, because the
 * image of a running guest is locked.
 */
export function diskImage(path: string): Command<DiskImage> {
  return {
    argv: ['qemu-img', 'info', '-U', '--output=json', path],
    sudo: true,
    // 1: it could not be opened, and stderr says why.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) return problemIn(stderr)
      if (stdout.trim() === '') throw new NotUnderstood('printed nothing')
      const info = jsonObject(stdout)
      return {
        format: info.text('format'),
        virtualBytes: info.integer('virtual-size'),
        actualBytes: info.integer('actual-size'),
        isCorrupt: isCorrupt(info),
      }
    },
  }
}

/**
 * The problem of the image, when qemu's message is about the image's format. Throws NotUnderstood for every other message, for example when the
 * file is locked or may not be read.
 */
function problemIn(stderr: string): { readonly problem: string } {
  const [, problem] = /^qemu-img: Could not open '[^']*': ((?:qcow2|QCOW2|Image is corrupt|Unsupported qcow2)\b[^\n]*)$/m.exec(stderr) ?? []
  if (problem === undefined) throw new NotUnderstood(`exited 1${withMessage(stderr)}`)
  return { problem: problem.slice(0, 300) }
}

/** Whether the image is marked as corrupt. Only qcow2 images can have this mark, and only those newer than the old format 0.10. */
function isCorrupt(info: JsonObject): boolean {
  if (info.text('format') !== 'qcow2') return false
  const data = info.object('format-specific').object('data')
  if (data.text('compat') === '0.10') return false
  if (!data.has('corrupt')) throw new NotUnderstood(`${data.at}: wanted the flag corrupt, got nothing`)
  return data.flag('corrupt')
}
