import { join } from 'node:path'
import { run } from '../../host/run.ts'
import { importImage } from './containerd.ts'
import type { Machine } from './machine.ts'

/**
 * Images that replace agnhost in a probe's pod. With them, the pod never ends, or ends in a way in which it never ends with agnhost. Each image's
 * entry point ignores the arguments that a probe passes to agnhost.
 */
export const endings = {
  /** Exits 0 and prints a line. */
  'lab.local/greeter:1': ['/ending', 'exit', '0', 'hello'],
  'lab.local/exit-2:1': ['/ending', 'exit', '2', 'boo'],
  /** Takes memory until it is killed. */
  'lab.local/hungry:1': ['/ending', 'memory'],
  'lab.local/sleeper:1': ['/ending', 'sleep'],
  /** The entry point of this image is a program that the image does not contain. */
  'lab.local/empty:1': ['/does/not/exist'],
} as const

export type Ending = keyof typeof endings

/** Compiles the one program that all images of `endings` contain, and imports the images into the node. */
export async function importEndings(machine: Machine): Promise<void> {
  const program = join(machine.folder, 'ending')
  await run(['gcc', '-static', '-O0', '-o', program, join(import.meta.dirname, 'ending.c')], { timeoutS: 300 })
  for (const [name, entrypoint] of Object.entries(endings)) await importImage(machine, { name, files: { ending: program }, entrypoint })
}
