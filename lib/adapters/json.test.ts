import { describe, expect, test } from 'vitest'
import { JsonObject, jsonObject } from './json.ts'

const of = (value: unknown) => new JsonObject(value, 'machines.0')

describe('a JSON object', () => {
  test.each([
    ['text', () => of({}).text('hostname'), 'machines.0.hostname: wanted a text, got nothing'],
    ['text', () => of({ hostname: 7 }).text('hostname'), 'machines.0.hostname: wanted a text, got 7'],
    ['text', () => of({ hostname: null }).optionalText('hostname'), 'machines.0.hostname: wanted a text, got null'],
    ['integer', () => of({ rev: '7' }).integer('rev'), 'machines.0.rev: wanted a whole number, got "7"'],
    ['integer', () => of({}).integer('rev'), 'machines.0.rev: wanted a whole number, got nothing'],
    ['flag', () => of({ leader: 'yes' }).flag('leader'), 'machines.0.leader: wanted true or false, got "yes"'],
    ['texts', () => of({ ips: ['a', 1] }).texts('ips'), 'machines.0.ips[1]: wanted a text, got 1'],
    ['texts', () => of({ ips: {} }).texts('ips'), 'machines.0.ips: wanted a list, got an object'],
    ['object', () => of({ status: [] }).object('status'), 'machines.0.status: wanted an object, got a list of 0'],
    ['objects', () => of({ units: { 'a/0': 1 } }).objects('units'), 'machines.0.units.a/0: wanted an object, got 1'],
  ])('names what is wrong with a %s and where', (_, read, message) => {
    expect(read).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('a member named __proto__ is a member and nothing more', () => {
    const hostile = jsonObject('{"__proto__": {"hostname": "evil"}, "a": {}}')
    expect(hostile.optionalText('hostname')).toBeUndefined()
    expect(hostile.optionalText('constructor')).toBeUndefined()
    expect(({} as Record<string, unknown>).hostname).toBeUndefined()
  })
})

describe('jsonObject', () => {
  test('says how a text that is not JSON ends', () => {
    expect(() => jsonObject('{"model": {"name": "open')).toThrow(
      'wanted JSON, got 24 characters that end "{\\"model\\": {\\"name\\": \\"open"',
    )
  })

  test('takes any depth of nesting', () => {
    const deep = `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(jsonObject(deep).has('a')).toBe(true)
  })

  test.each(['[]', 'null', '7', '"text"'])('%s is not an object', (text) => {
    expect(() => jsonObject(text)).toThrow('the document: wanted an object')
  })
})
