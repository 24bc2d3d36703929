/** Thrown for wrong arguments. `main` then prints the message and the usage, and sets the exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Runs a command of the lab; an error is printed as one sentence, with exit 1. */
export async function main(usage: string, work: () => Promise<void>): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`usage: ${usage}`)
    return
  }
  try {
    await work()
  } catch (error) {
    const mistyped = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
    console.error(`${(error as Error).message}${mistyped ? `\nusage: ${usage}` : ''}`)
    process.exitCode = mistyped ? 2 : 1
  }
}
