import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

export interface FileOptions {
  readonly mode?: number
  readonly owner?: Owner
}

/** A unit's own files, laid over this machine's root. Modes are set whatever the umask, since sshd and sudo look at them. */
export class Layer {
  readonly root: string

  /** Starts empty, whatever the folder held. */
  constructor(root: string) {
    this.root = root
    rmSync(root, { recursive: true, force: true })
    mkdirSync(root, { recursive: true })
    chmodSync(root, 0o755)
  }

  file(path: string, content: string | Buffer, options: FileOptions = {}): void {
    const full = this.place(path)
    writeFileSync(full, content)
    this.#own(full, options, 0o644)
  }

  folder(path: string, options: FileOptions = {}): void {
    const full = this.place(path)
    mkdirSync(full, { recursive: true })
    this.#own(full, options, 0o755)
  }

  /** Returns where the path is in the layer, and makes the parent folders there. */
  place(path: string): string {
    const full = join(this.root, path)
    this.#parents(dirname(full))
    return full
  }

  #parents(folder: string): void {
    if (existsSync(folder)) return
    this.#parents(dirname(folder))
    mkdirSync(folder)
    chmodSync(folder, 0o755)
  }

  #own(full: string, { mode, owner }: FileOptions, usual: number): void {
    if (owner) chownSync(full, owner.uid, owner.gid)
    chmodSync(full, mode ?? usual)
  }
}
