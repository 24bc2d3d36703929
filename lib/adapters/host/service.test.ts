import { describe, expect, test } from 'vitest'
import { serviceOf } from './service.ts'

const answered = (stdout: string) => serviceOf('magnum-conductor').parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
const running = 'Result=success\nMainPID=104\nNRestarts=0\nLoadState=loaded\nActiveState=active\nSubState=running\n'

describe('the conductor service', () => {
  test('is running', () => {
    expect(answered(running)).toEqual({
      loadState: { word: 'loaded', is: 'good' },
      activeState: { word: 'active', is: 'good' },
      subState: { word: 'running', is: 'good' },
      result: { word: 'success', is: 'good' },
      isMissing: false,
      isMasked: false,
      restarts: 0,
      mainPid: 104,
    })
  })

  test('in a crash loop it is active for seconds: the restarts tell', () => {
    expect(answered(running.replace('NRestarts=0', 'NRestarts=2'))).toMatchObject({ activeState: { is: 'good' }, restarts: 2 })
  })

  test('between two tries it has no process', () => {
    const waiting = 'Result=exit-code\nMainPID=0\nNRestarts=7\nLoadState=loaded\nActiveState=activating\nSubState=auto-restart\n'
    expect(answered(waiting)).toEqual({
      loadState: { word: 'loaded', is: 'good' },
      activeState: { word: 'activating', is: 'waiting' },
      subState: { word: 'auto-restart', is: 'waiting' },
      result: { word: 'exit-code', is: 'bad' },
      isMissing: false,
      isMasked: false,
      restarts: 7,
    })
  })

  test('that does not exist is not found', () => {
    const absent = 'Result=success\nMainPID=0\nNRestarts=0\nLoadState=not-found\nActiveState=inactive\nSubState=dead\n'
    expect(answered(absent)).toMatchObject({ loadState: { is: 'bad' }, activeState: { is: 'bad' }, isMissing: true })
  })

  test('whose file is gone while it runs is not missing', () => {
    expect(answered(running.replace('LoadState=loaded', 'LoadState=not-found'))).toMatchObject({
      loadState: { is: 'bad' },
      activeState: { is: 'good' },
      isMissing: false,
      isMasked: false,
    })
  })

  test.each([
    ['', 'printed nothing'],
    [running.replace('NRestarts=0\n', ''), 'says nothing of NRestarts'],
    [running.replace('NRestarts=0', 'NRestarts='), 'says nothing of NRestarts'],
    [running.replace('MainPID=104', 'MainPID=[not set]'), 'has MainPID=[not set], wanted a number'],
    ['active\n', 'has the line "active", wanted Name=value'],
  ])('is not understood from %j', (stdout, message) => {
    expect(() => answered(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
