import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'

/**
 * Where node keeps compiled code for all tests. Without this folder, each `gates` process that a test starts would spend a quarter of its run time on
 * compiling.
 */
export const compileCache = join(projectDir, 'node_modules/.cache/gates-tests')

/** This process's environment without the variables that tell vitest it runs inside another vitest. */
export function outsideVitest(): NodeJS.ProcessEnv {
  const inside = /^(?:VITEST|VITE_|TEST$|NODE_ENV$|DEV$|PROD$|MODE$|SSR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inside.test(name)))
}
