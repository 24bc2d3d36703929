import { describe, expect, test } from 'vitest'
import { checkStatus, serverStatus } from './states.ts'

describe('the status of a server', () => {
  test.each([
    ['UP', 'good'],
    ['UP 1/3', 'good'],
    ['no check', 'waiting'],
    ['DOWN', 'bad'],
    ['DOWN 1/2', 'bad'],
    ['DOWN (agent)', 'bad'],
    ['MAINT', 'waiting'],
    ['MAINT (via keystone/keystone-0)', 'waiting'],
    ['MAINT (resolution)', 'waiting'],
    ['DRAIN', 'waiting'],
    ['DRAIN 1/2', 'waiting'],
    ['DRAIN (agent)', 'waiting'],
    ['NOLB', 'waiting'],
    ['NOLB 1/2', 'waiting'],
  ])('%s is %s', (word, is) => {
    expect(serverStatus(word)).toEqual({ word, is })
  })

  test.each(['', 'up', 'UPPER', 'DOWN!', 'OPEN', 'DOWN 1/2 x', 'UP (agent)', 'MAINT 1/2', 'SLEEPING'])('%j is not heard', (word) => {
    expect(serverStatus(word)).toEqual({ word, is: 'unheard' })
  })
})

describe('how a health check ended', () => {
  test.each([
    ['L7OK', 'L7OK', 'good'],
    ['* L7OK', 'L7OK', 'good'],
    ['L7OKC', 'L7OKC', 'good'],
    ['INI', 'INI', 'waiting'],
    ['', '', 'waiting'],
    ['L4TOUT', 'L4TOUT', 'bad'],
    ['* L7STS', 'L7STS', 'bad'],
    ['SOCKERR', 'SOCKERR', 'bad'],
    ['PROCTOUT', 'PROCTOUT', 'bad'],
    ['L8OK', 'L8OK', 'unheard'],
  ])('%j is %j, %s', (printed, word, is) => {
    expect(checkStatus(printed)).toEqual({ word, is })
  })
})
