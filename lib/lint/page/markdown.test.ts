import { describe, expect, test } from 'vitest'
import { readPage } from './read-page.ts'

/** Each block as its commands, with the line and column in the file of the first character of each line. */
function blocks(text: string) {
  const { blocks: found, lines } = readPage('page.md', text)
  return found.map(({ script, label, session, root }) => {
    let offset = 0
    const placed = script.text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { line: number, column } = lines.place(script.at(offset))
        offset += line.length + 1
        return `${number}:${column} ${line}`
      })
    return { placed, ...(label ? { label } : {}), ...(session ? { session, root } : {}) }
  })
}

describe('blocks of shell', () => {
  test.each(['sh', 'bash', 'shell', 'console', 'Bash', '{.bash}', 'bash title="x"'])('a fence of %s is one', (language) => {
    expect(blocks(`\`\`\`${language}\necho a\n\`\`\`\n`)).toEqual([{ placed: ['2:1 echo a'] }])
  })

  test.each(['yaml', 'python', 'text', '', '{ .shell .no-copy }'])('a fence of "%s" is none', (language) => {
    expect(blocks(`\`\`\`${language}\necho a\n\`\`\`\n`)).toEqual([])
  })

  test('a fence without a language is one under a label', () => {
    expect(blocks('RUN -- jumphost\n\n```\necho a\n```\n')).toEqual([{ placed: ['4:1 echo a'], label: { kind: 'RUN', place: 'jumphost' } }])
  })

  test('nested in lists and quotes, every line keeps its place in the file', () => {
    const text = '1. step\n\n   - more\n\n     ```bash\n     if true; then\n       echo a\n     fi\n     ```\n\n> ```sh\n> echo b\n> ```\n'
    expect(blocks(text)).toEqual([{ placed: ['6:6 if true; then', '7:6   echo a', '8:6 fi'] }, { placed: ['12:3 echo b'] }])
  })

  test('tildes fence as well, and longer fences hold shorter ones', () => {
    expect(blocks('~~~~bash\necho "```"\n~~~~\n')).toEqual([{ placed: ['2:1 echo "```"'] }])
  })

  test('Windows line ends move nothing', () => {
    expect(blocks('a\r\n\r\n```bash\r\necho a\r\necho b\r\n```\r\n')).toEqual([{ placed: ['4:1 echo a', '5:1 echo b'] }])
  })

  test('a script is one block of its own', () => {
    const page = readPage('a.sh', '#!/bin/bash\necho a\n')
    expect(page.blocks.map(({ script, pasted }) => [script.text, pasted])).toEqual([['#!/bin/bash\necho a\n', false]])
  })
})

describe('a terminal session', () => {
  test('is what was typed, without prompts and what was printed', () => {
    const text =
      '```console\nubuntu@jumphost:~$ juju status \\\n>   -m openstack\nModel  Controller\n$ not the same prompt line\nubuntu@jumphost:~$ cat <<EOF\n> a\n> EOF\na\n```\n'
    expect(blocks(text)).toEqual([
      {
        placed: ['2:20 juju status \\', '3:3   -m openstack', '5:3 not the same prompt line', '6:20 cat <<EOF', '7:3 a', '8:3 EOF'],
        session: true,
        root: false,
      },
    ])
  })

  test('goes on behind > where the shell waits for more, and only there', () => {
    const text = '```console\n[tmux] u@h:~$ for g in a b; do\n>   echo $g\n> done\na\nb\nu@h:~$ diff a b\n> printed\n```\n'
    expect(blocks(text)).toEqual([
      { placed: ['2:15 for g in a b; do', '3:3   echo $g', '4:3 done', '7:8 diff a b'], session: true, root: false },
    ])
  })

  test('of root is known by its sign, where a comment cannot be meant', () => {
    expect(blocks('```console\n# apt-get update\n```\n')).toEqual([{ placed: ['2:3 apt-get update'], session: true, root: true }])
    expect(blocks('```bash\n# a comment\necho a\n```\n')).toEqual([{ placed: ['2:1 # a comment', '3:1 echo a'] }])
    expect(blocks('```bash\nroot@maas:/etc# ls\n```\n')).toEqual([{ placed: ['2:17 ls'], session: true, root: true }])
  })
})

test('behind a byte order mark a block stands on its own lines', () => {
  expect(blocks('\ufeff```bash\necho a\n```\n')).toEqual([{ placed: ['2:1 echo a'] }])
})

describe('a prompt that is the name of a host', () => {
  const text = (language: string) =>
    `\`\`\`${language}\njumphost$ juju ssh vault/0\nubuntu@u:~$ vault operator unseal\nUnseal Key (hidden):\n\`\`\`\n`

  test('is one where a session is shown', () => {
    expect(blocks(text('console'))).toEqual([
      { placed: ['2:11 juju ssh vault/0', '3:13 vault operator unseal'], session: true, root: false },
    ])
  })

  test('is a word of a command elsewhere', () => {
    expect(blocks('```bash\nprice$ is\n```\n')).toEqual([{ placed: ['2:1 price$ is'] }])
  })
})

describe('a label', () => {
  const labelled = (text: string) => blocks(text).map(({ label }) => label)
  const block = '```bash\necho a\n```\n'

  test.each([
    ['RUN -- jumphost', { kind: 'RUN', place: 'jumphost' }],
    ['**RUN -- jumphost**', { kind: 'RUN', place: 'jumphost' }],
    ['CHECK (read-only) -- vault/0', { kind: 'CHECK', place: 'vault/0' }],
    ['### CHECK (read-only) -- jumphost', { kind: 'CHECK', place: 'jumphost' }],
    ['**CHECK (read-only)** -- jumphost:', { kind: 'CHECK', place: 'jumphost' }],
    ['GATE:', { kind: 'GATE' }],
    ['> CAUTION: this cannot be undone', { kind: 'CAUTION', place: 'this cannot be undone' }],
    ['Some prose first.\nRUN -- jumphost', { kind: 'RUN', place: 'jumphost' }],
    ['RUN -- jumphost\n\n> CAUTION: think', { kind: 'RUN', place: 'jumphost' }],
    ['RUN -- jumphost\n\n<!-- remark -->', { kind: 'RUN', place: 'jumphost' }],
    ['RUNNING it is easy', undefined],
    ['CHECK-block is a word', undefined],
    ['RUN -- jumphost\n\nOther prose.', undefined],
    ['RUN -- jumphost\n\n```bash\necho b\n```', undefined],
  ])('%j', (above, label) => {
    expect(labelled(`${above}\n\n${block}`).at(-1)).toEqual(label)
  })

  test('above a list is that of its steps, unless a step has its own', () => {
    const list = '1. one\n\n   ```bash\n   echo a\n   ```\n\n2. GATE: two\n\n   ```bash\n   echo b\n   ```\n'
    expect(labelled(`CHECK -- jumphost\n\n${list}`)).toEqual([
      { kind: 'CHECK', place: 'jumphost' },
      { kind: 'GATE', place: 'two' },
    ])
  })

  test('may be the first comment of a block', () => {
    expect(labelled('```bash\n# RUN -- magnum/0\necho a\n```\n')).toEqual([{ kind: 'RUN', place: 'magnum/0' }])
  })
})

describe('what a command is to print', () => {
  const commandsIn = (text: string) => readPage('page.md', text).blocks
  const page = (above: string, code: string) => `${above}\n\n\`\`\`console\n${code}\n\`\`\`\n`

  test('below Expect: is not a block of commands', () => {
    expect(commandsIn(page('Expect:', '{ "initialized": false, "sealed": true }'))).toEqual([])
    expect(commandsIn(page('**Expected output:**', '{ "sealed": true }'))).toEqual([])
  })

  test('is one where a prompt shows that it was typed, and where nothing says what it is', () => {
    expect(commandsIn(page('Expect:', '$ maas list\nadmin http://…'))).toHaveLength(1)
    expect(commandsIn(page('Then:', 'maas list'))).toHaveLength(1)
  })
})
