import { isAbsolute, relative } from 'node:path'

/**
 * The path by which a dashboard finds a file that JUnit attaches, relative to `$CI_PROJECT_DIR` or, when that is not set, to the working directory.
 * Undefined for a file outside that folder, where GitLab and Jenkins do not look.
 */
export function attachmentPath(
  file: string,
  { env = process.env, cwd = process.cwd() }: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): string | undefined {
  const path = relative(env.CI_PROJECT_DIR || cwd, file)
  return path === '' || path.split('/')[0] === '..' || isAbsolute(path) ? undefined : path
}

/**
 * What JUnit attaches to gates: the path of each gate's evidence. A gate without evidence, or with evidence that a dashboard cannot find, is absent.
 */
export function attachmentsOf(gates: Iterable<string>, fileOf: (gate: string) => string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...gates].flatMap((gate) => {
      const file = fileOf(gate)
      const path = file === undefined ? undefined : attachmentPath(file)
      return path === undefined ? [] : [[gate, path]]
    }),
  )
}
