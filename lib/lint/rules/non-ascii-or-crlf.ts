import type { Hit, Rule } from '../rule.ts'
import { operandsOf, textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'
import { writtenFiles } from '../shell/redirections.ts'

/** Characters that a reader can mistake for one that a shell or a daemon knows. */
const lookAlike: Readonly<Record<string, string>> = {
  '\u00a0': 'a no-break space',
  '\u202f': 'a narrow no-break space',
  '\u200b': 'a zero-width space',
  '\ufeff': 'a byte order mark',
  '\u2018': 'a curly quote',
  '\u2019': 'a curly quote',
  '\u201c': 'a curly quote',
  '\u201d': 'a curly quote',
  '\u2010': 'a hyphen that is not the ASCII one',
  '\u2011': 'a hyphen that is not the ASCII one',
  '\u2013': 'an en dash',
  '\u2014': 'an em dash',
  '\u2212': 'a minus sign that is not the ASCII one',
  '\u2026': 'an ellipsis',
}

export const rule: Rule = {
  name: 'non-ascii-or-crlf',
  sources: ['ascii-only'],
  severity: 'error',
  why: 'A byte that is not ASCII, or a carriage return, gets into a file or an argument unnoticed, and the daemon that reads it fails without saying why.',
  fix: 'Use straight quotes, the ASCII hyphen, ordinary blanks and other plain ASCII only, and end each line with a line feed alone.',
  bad: [
    'openstack server list \u2013\u2013all-projects',
    'echo \u201chello\u201d',
    "sudo tee /etc/default/x <<'EOF'\nDAEMON_ARGS=\u00a0x\nEOF",
    "cat > x.yaml <<'EOF'\n# written \u2013 by hand\na: b\nEOF",
    "{\n  cat <<'EOF'\n# written \u2013 by hand\nEOF\n  echo a\n} > x.yaml",
    "cat <<'EOF' | sudo tee /etc/x.conf >/dev/null\n# written \u2013 by hand\nEOF",
    { file: 'a.sh', text: '#!/bin/bash\r\necho a\r\n' },
    { file: 'phase.md', text: '```bash\r\njuju status\r\n```\r\n' },
    "echo 'Z\u00fcrich'",
    "echo 'Z\u00fcrich'\necho 'K\u00f6ln'\necho 'Bern'",
  ],
  good: [
    'echo hello',
    "ssh host bash -s <<'EOF'\n# a comment \u2014 it is not run\necho a\nEOF",
    "cat <<'EOF' | ssh host bash\n# a comment \u2014 it is not run\necho a\nEOF",
    "cat > x.sh <<'EOF'\n# a comment \u2014 it is not run\necho a\nEOF",
    "cat <<'EOF' | ssh host bash\n# a comment \u2014 it is not run\nsudo tee /etc/x </dev/null\nEOF",
    '# a comment \u2014 it is not run',
    { file: 'page.md', text: 'Prose \u2014 may be \u201ctypeset\u201d.\n\n```bash\njuju status\n```\n' },
  ],
  *check(read) {
    const { page } = read
    const carriage = page.text.indexOf('\r\n')
    const inShell = page.kind === 'shell' || page.blocks.some(({ start, end }) => page.text.slice(start, end).includes('\r\n'))
    if (carriage !== -1 && inShell) yield carriageReturns(read, carriage)
    const bodies = read.calls
      .filter(writesBody)
      .flatMap(({ redirections }) => redirections.flatMap(({ body, bodyPlace }) => (body && bodyPlace ? [{ body, ...bodyPlace }] : [])))
    // When a variable holds a script, the script's characters have no known places on the page. So lines that its here-documents write to files are
    // recognized by content.
    const loose = new Set(bodies.filter(({ body, start, end }) => end - start < body.length).flatMap(({ body }) => body.split('\n')))
    const written = (at: number, line: string) => bodies.some(({ start, end }) => start <= at && at < end) || loose.has(line)
    for (const { block } of read.blocks) yield* foreign(block.script.text, (offset) => block.script.at(offset), written)
    if (page.kind === 'shell' && page.text.startsWith('\ufeff')) yield { start: 0, end: 1, text: 'the file begins with a byte order mark' }
  },
}

function carriageReturns({ page }: ReadPage, first: number): Hit {
  const at = [...page.text.matchAll(/\r\n/g)].map(({ index }) => index)
  return {
    start: first,
    end: first + 2,
    text: `${at.length === 1 ? '1 line ends' : `${at.length} lines end`} in a carriage return`,
    edits: at.map((start) => ({ start, end: start + 1, text: '' })),
  }
}

/** Whether a here-document goes to a file that is not a script: `cat > file <<EOF`. There, a line that looks like a shell comment is content. */
function writesBody(call: Call): boolean {
  if (call.name !== 'cat' && call.name !== 'tee') return false
  const files = [call, ...call.readers()].flatMap((one) => [
    ...writtenFiles(one.redirections).map(({ target }) => textOf(target)),
    ...(one.name === 'tee' ? operandsOf(one).map(textOf) : []),
  ])
  const bodies = call.redirections.flatMap(({ bodyPlace }) => bodyPlace ?? [])
  const isRun = call.readers().some((one) => bodies.some(({ start, end }) => start <= one.start && one.start < end))
  const isScript = files.some((file) => file.endsWith('.sh')) || call.redirections.some(({ body }) => body?.startsWith('#!'))
  return !isRun && !isScript && files.some((file) => file !== '/dev/null')
}

/**
 * Finds the first character outside ASCII in each line. A look-alike is a finding of its own. The lines of a block whose character is not a
 * look-alike share one finding, because a drawing made of characters has many. Text behind a # is left out as a comment, unless `written` says that
 * the block writes it to a file, for example with a here-document.
 */
function* foreign(script: string, at: (offset: number) => number, written: (at: number, line: string) => boolean): Iterable<Hit> {
  let offset = 0
  const others: { readonly start: number; readonly end: number; readonly text: string }[] = []
  for (const line of script.split('\n')) {
    const found = /[^\t\x20-\x7e\r]/u.exec(line)
    const comment = /(?:^|\s)#/.exec(line)
    if (found && (written(at(offset + found.index), line) || !(comment && comment.index < found.index))) {
      const [character] = found
      const known = lookAlike[character]
      const start = at(offset + found.index)
      const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
      const place = { start, end: start + character.length }
      if (known) yield { ...place, text: `${known} (${code})` }
      else others.push({ ...place, text: `the character ${code} is not ASCII` })
    }
    offset += line.length + 1
  }
  const [first, ...more] = others
  if (!first) return
  const also = more.length === 0 ? '' : `; this block has ${more.length} more such ${more.length === 1 ? 'line' : 'lines'}`
  yield { ...first, severity: 'warning', text: `${first.text}${also}` }
}
