import { constants } from 'node:os'

/**
 * The exit code that a shell gives for a program that could not be started, and a stderr that says why. Undefined when `code` is not ENOENT, EACCES
 * or ENOEXEC.
 */
export function notStarted(
  code: string | undefined,
  program: string,
  path: string,
): { readonly exitCode: number; readonly stderr: string } | undefined {
  switch (code) {
    case 'ENOENT':
      return { exitCode: 127, stderr: program.includes('/') ? `${program}: no such file` : `${program}: not found on PATH ${path}` }
    case 'EACCES':
      return { exitCode: 126, stderr: `${program}: permission denied` }
    case 'ENOEXEC':
      return { exitCode: 126, stderr: `${program}: not a program this machine can run` }
    default:
      return undefined
  }
}

/** The exit code, as a shell reports it: 128 + n when signal n ended the program (POSIX, 2.8.2). */
export function shellExit({ exitCode, signal }: { readonly exitCode?: number | undefined; readonly signal?: string | undefined }): number {
  return exitCode ?? 128 + (Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0)
}
