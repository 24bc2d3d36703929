import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { takeLock } from './lock.ts'

const scratch = mkdtempSync(join(projectDir, 'reports/test-lock-'))
afterAll(() => rmSync(scratch, { recursive: true }))

test.runIf(process.getuid?.() === 0)('a lock that root makes in the folder of another account can be taken by that account', () => {
  chownSync(scratch, 65534, 65534)
  const lock = takeLock(scratch)
  const { uid, gid } = statSync(join(scratch, 'lock'))
  expect({ uid, gid }).toEqual({ uid: 65534, gid: 65534 })
  if (lock !== 'held') lock.release()
})
