import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'

/**
 * The folder in which node keeps compiled code. All tests share it. Without it, each `gates` process that a test starts would compile everything
 * again, and spend a quarter of its run time on that.
 */
export const compileCache = join(projectDir, 'node_modules/.cache/gates-tests')

/** This process's environment without the variables that tell vitest it runs inside another vitest. */
export function outsideVitest(): NodeJS.ProcessEnv {
  const inside = /^(?:VITEST|VITE_|TEST$|NODE_ENV$|DEV$|PROD$|MODE$|SSR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inside.test(name)))
}
