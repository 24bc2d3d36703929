/** Thrown when something that the user wrote cannot be used. The message is one sentence, shown without a stack. The exit code is 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}

/** A file the user wrote cannot be used: which file, where in it, what was wanted, what was there. */
export class ConfigError extends UsageError {
  override readonly name = 'ConfigError'

  constructor(file: string, path: string, wanted: string, received: unknown, todo = '') {
    const where = path === '' ? file : `${file}: ${path}`
    super(`${where}: wanted ${wanted}, received ${shown(received)}${todo === '' ? '' : `. ${todo}`}`)
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
