import { expect, test } from 'vitest'
import { attachmentPath } from './attachment.ts'

const file = '/builds/ops/gates/reports/1/evidence/a.yaml'

test.each([
  ['the project of the CI job', { CI_PROJECT_DIR: '/builds/ops' }, '/elsewhere', 'gates/reports/1/evidence/a.yaml'],
  ['the working directory', {}, '/builds/ops/gates', 'reports/1/evidence/a.yaml'],
  ['the working directory, when the variable is empty', { CI_PROJECT_DIR: '' }, '/builds/ops/gates', 'reports/1/evidence/a.yaml'],
])('an attachment is named from %s', (_from, env, cwd, path) => {
  expect(attachmentPath(file, { env, cwd })).toBe(path)
})

test.each([
  ['below another folder', {}, '/home/operator'],
  ['outside the project, although below the working directory', { CI_PROJECT_DIR: '/builds/other' }, '/builds/ops'],
  ['the folder itself', {}, file],
])('a file %s is not attached', (_where, env, cwd) => {
  expect(attachmentPath(file, { env, cwd })).toBeUndefined()
})

test('a name that begins with two dots is below its folder', () => {
  expect(attachmentPath('/a/..evidence/x', { env: {}, cwd: '/a' })).toBe('..evidence/x')
})
