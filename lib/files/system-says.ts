/** Why the system refused to write, as part of a sentence. An error that does not come from the system gives its own message. */
export function systemSays(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write there'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in the way of the folder'
    case 'EISDIR':
      return 'a folder is in the way of a file'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk or the quota is full'
    case 'EROFS':
      return 'the file system is read-only'
    case 'EFBIG':
      return 'this user may not write a file of that size'
    case 'ENXIO':
      return 'no program reads from it'
    case 'EAGAIN':
      return 'the program at the other end has stopped reading'
    case 'EPIPE':
    case 'ECONNREFUSED':
      return 'the program at the other end is gone'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
