import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inlined, type Markup, markup } from './markup.ts'

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

let read: { readonly style: string; readonly script: string } | undefined

/**
 * A whole page. Nothing is loaded, and only our own style and script are allowed, by their hashes. The page can be read without them: a server may
 * forbid both, as Jenkins does.
 */
export function htmlDocument(title: string, body: Markup): string {
  read ??= { style: file('style.css'), script: file('script.js') }
  const { style, script } = read
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`
  return `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${inlined(style)}</style>
</head>
<body>
${body}
<script>${inlined(script)}</script>
</body>
</html>`.text
  }\n`
}
