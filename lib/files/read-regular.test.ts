import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { readText } from './read-regular.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-read-'))
const path = (name: string) => join(scratch, name)
let socket: Server
beforeAll(async () => {
  mkdirSync(path('folder'))
  writeFileSync(path('folder/own'), 'own')
  writeFileSync(path('outside'), 'outside')
  symlinkSync('own', path('folder/alias'))
  symlinkSync('../outside', path('folder/out'))
  execFileSync('mkfifo', [path('fifo')])
  socket = createServer().listen(path('socket'))
  await new Promise((resolve) => socket.once('listening', resolve))
})
afterAll(() => {
  socket.close()
  rmSync(scratch, { recursive: true })
})

describe('only a regular file is read', () => {
  test.each([
    ['fifo', 'a FIFO, not a file'],
    ['socket', 'a socket, not a file'],
    ['folder', 'EISDIR'],
    ['absent', 'ENOENT'],
  ])('%s is refused as %s', (name, code) => {
    expect(() => readText(path(name))).toThrow(expect.objectContaining({ code }))
  })

  test('a device is not opened', () => {
    expect(() => readText('/dev/zero')).toThrow('it is a character device, not a file')
  })

  test('a file of /proc, which says it is empty, is read to its end', () => {
    expect(readText('/proc/self/status')).toMatch(/^Name:/)
  })

  test('a file over the limit is refused, one at the limit is read', () => {
    expect(readText(path('outside'), { maxBytes: 7 })).toBe('outside')
    expect(() => readText(path('outside'), { maxBytes: 6 })).toThrow('it is larger than 6 bytes')
  })
})

test('inside a folder, a link may lead to another file of it and nowhere else', () => {
  const inside = path('folder')
  expect(readText(path('folder/alias'), { inside })).toBe('own')
  expect(() => readText(path('folder/out'), { inside })).toThrow('it is a link that leads out of the folder')
  expect(() => readText(path('outside'), { inside })).toThrow('it is a link that leads out of the folder')
})
