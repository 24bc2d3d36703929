import { projectDir } from '../phase/project.ts'
import { type Check, checksOf } from './check.ts'

const { fine, wrong } = checksOf('Node')

export function checkNode(version = process.version, program = process.execPath): readonly Check[] {
  const major = Number(/^v(\d+)/.exec(version)?.[1])
  if (!(major >= 24)) return [wrong(`${version}, wanted 24 or newer`, `cd ${projectDir} && npm ci`)]
  return [fine(/\/node_modules\/node-linux-/.test(program) ? `${version}, the one npm ci brought` : `${version}, the machine's own`)]
}
