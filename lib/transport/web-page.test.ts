import { expect, test } from 'vitest'
import { isWebPage } from './web-page.ts'

test.each([
  '<!DOCTYPE html><html>',
  '\n  <HTML lang="en">',
  '\ufeff<html>',
  '<!-- single sign-on --><!-- v2 --><html>',
  '<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">',
  '<?xml version="1.0"?><!-- cas --><html xmlns="http://www.w3.org/1999/xhtml">',
])('%j is a web page', (body) => expect(isWebPage(body)).toBe(true))

test.each([
  '',
  '{}',
  '<?xml version="1.0"?><Error>',
  '<?xml version="1.0"?><!-- html --><ListAllMyBucketsResult/>',
  '<header>',
  'see <html>',
])('%j is none', (body) => expect(isWebPage(body)).toBe(false))

test('a body of many comments is judged at once', () => {
  const comments = '<!-- padding -->\n'.repeat(50_000)
  expect(isWebPage(`${comments}<p>503</p>`)).toBe(false)
  expect(isWebPage(`${comments}<html>`)).toBe(true)
  expect(isWebPage('<!--'.repeat(50_000))).toBe(false)
})
