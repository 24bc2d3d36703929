import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'

/**
 * The folder in which node keeps compiled code. All tests share it, so that each `gates` they start need not compile everything again, which would
 * take a quarter of its run time.
 */
export const compileCache = join(projectDir, 'node_modules/.cache/gates-tests')

/** This process's environment without the variables that tell vitest it runs inside another vitest. */
export function outsideVitest(): NodeJS.ProcessEnv {
  const inside = /^(?:VITEST|VITE_|TEST$|NODE_ENV$|DEV$|PROD$|MODE$|SSR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inside.test(name)))
}
