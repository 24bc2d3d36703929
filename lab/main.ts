/** Runs a command of the lab: what goes wrong is one sentence and exit 1, a mistyped option shows the usage and is exit 2. */
export async function main(usage: string, work: () => Promise<void>): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`usage: ${usage}`)
    return
  }
  try {
    await work()
  } catch (error) {
    const mistyped = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false
    console.error(`${(error as Error).message}${mistyped ? `\nusage: ${usage}` : ''}`)
    process.exitCode = mistyped ? 2 : 1
  }
}
