import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { destinationOf } from '../files/destination.ts'
import { writeTo } from '../files/write-to.ts'
import { writeWhole } from '../files/write-whole.ts'
import { projectDir } from '../phase/project.ts'
import { writeReportFile } from './folder.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-report-file-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const path = (name: string) => join(scratch, name)
/** More than a pipe holds. */
const report = `<testsuites>${'x'.repeat(300_000)}</testsuites>`

describe('a report is written to what is not a file, and never over it', () => {
  test('a FIFO: its reader gets the report', async () => {
    execFileSync('mkfifo', [path('fifo')])
    const reader = spawn('cat', [path('fifo')], { stdio: ['ignore', 'pipe', 'ignore'] })
    const read = text(reader.stdout)
    await writeReportFile(path('fifo'), report)
    expect(await read).toBe(report)
    expect(lstatSync(path('fifo')).isFIFO()).toBe(true)
  })

  test('a FIFO that nothing reads is not waited for', async () => {
    execFileSync('mkfifo', [path('unread')])
    await expect(writeReportFile(path('unread'), report, { patienceMs: 50 })).rejects.toThrow(
      `Reports cannot be written to ${path('unread')}: no program reads from it. Name another file.`,
    )
    expect(lstatSync(path('unread')).isFIFO()).toBe(true)
  })

  test('a FIFO whose reader stops reading is not waited for', async () => {
    execFileSync('mkfifo', [path('stuck')])
    const reader = spawn('sh', ['-c', `exec 3<${path('stuck')}; exec sleep 30`], { stdio: 'ignore' })
    await expect(writeReportFile(path('stuck'), report, { patienceMs: 1_000 })).rejects.toThrow(
      `Reports cannot be written to ${path('stuck')}: the program at the other end has stopped reading. Name another file.`,
    )
    reader.kill()
  })

  test('a socket: its server gets the report', async () => {
    const server = createServer({ allowHalfOpen: true }).listen(path('socket'))
    await once(server, 'listening')
    const received = once(server, 'connection').then(([socket]) => text(socket))
    await writeReportFile(path('socket'), report)
    expect(await received).toBe(report)
    expect(lstatSync(path('socket')).isSocket()).toBe(true)
    server.close()
  })

  test('a block device is refused', async () => {
    const to = { kind: 'special', path: path('sda'), what: 'a block device' } as const
    await expect(writeTo(to, report)).rejects.toThrow('it is a block device, not a file')
  })

  test('nothing else in the suite writes whole files over one', async () => {
    await expect(writeWhole(path('fifo'), report)).rejects.toThrow('it is a FIFO, not a file')
    await expect(writeWhole('/dev/stdout', report)).rejects.toThrow('it is an open file of this process')
    expect(lstatSync(path('fifo')).isFIFO()).toBe(true)
  })
})

describe('links are followed and stay', () => {
  test.each(['a file', 'nothing yet'])('to %s', async (what) => {
    const [target, link] = [path(`target of ${what}`), path(`link to ${what}`)]
    if (what === 'a file') writeFileSync(target, 'before')
    symlinkSync(target, link)
    await writeReportFile(link, report)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe(report)
  })

  test('in a circle: that is said', async () => {
    symlinkSync('circle', path('circle'))
    await expect(writeReportFile(path('circle'), report)).rejects.toThrow(`${path('circle')} leads through more than 40 links`)
  })
})

test('what a path leads to is seen without opening it', () => {
  symlinkSync('/dev/stdout', path('out'))
  expect(['/dev/null', '/dev/stdout', '/dev/fd/63', '/proc/self/fd/2', path('out'), path('absent')].map(destinationOf)).toEqual([
    { kind: 'special', path: '/dev/null', what: 'a character device' },
    { kind: 'descriptor', number: 1 },
    { kind: 'descriptor', number: 63 },
    { kind: 'descriptor', number: 2 },
    { kind: 'descriptor', number: 1 },
    { kind: 'file', path: path('absent') },
  ])
})
