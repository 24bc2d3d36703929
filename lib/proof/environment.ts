import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'

/** The folder of compiled code, shared by all tests: each test has its own HOME, and compiling everything takes a quarter of the time of a run. */
export const compileCache = join(projectDir, 'node_modules/.cache/gates-tests')

/** This process's environment without the variables that tell vitest it runs inside another vitest. */
export function outsideVitest(): NodeJS.ProcessEnv {
  const inside = /^(?:VITEST|VITE_|TEST$|NODE_ENV$|DEV$|PROD$|MODE$|SSR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inside.test(name)))
}
