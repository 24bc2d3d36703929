/** The text to put after "exited 1": `: stat: cannot statx …`, or ` without a message` when stderr is empty. */
export function withMessage(stderr: string): string {
  const text = stderr.trim().slice(0, 300)
  return text === '' ? ' without a message' : `: ${text}`
}
