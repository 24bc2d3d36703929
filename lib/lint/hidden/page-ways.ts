/** A way to write a block of commands on a page. */
export interface PageWay {
  readonly name: string
  write(shell: string): string | undefined
}

const indent = (text: string, by: string, first = by) =>
  text
    .split('\n')
    .map((line, i) => (line === '' ? line : `${i === 0 ? first : by}${line}`))
    .join('\n')

const fence = (shell: string, open = '```bash', close = '```') => `${open}\n${shell}\n${close}\n`

/**
 * Whether a session shows a prompt in front of each line of these commands. False for here-documents, compound commands and continued lines: a session
 * shows their further lines after `> `.
 */
const isPlain = (shell: string) =>
  !/<<|\\\n|^#/m.test(shell) &&
  shell.split('\n').every((line) => /^[\w.(/"]/.test(line) && !/^(?:do|done|fi|then|else|esac|set|cd)\b|[({]$|\b(?:do|then)$/.test(line))

const session = (name: string, prompt: string, language = 'console'): PageWay => ({
  name,
  write: (shell) =>
    isPlain(shell)
      ? fence(
          `${prompt}true\nsomething that it printed\n${indent(shell, prompt).replaceAll('\n', '\nUnit  Workload  Agent\n')}\n  more that it printed`,
          `\`\`\`${language}`,
        )
      : undefined,
})

export const pageWays: readonly PageWay[] = [
  { name: 'tildes', write: (shell) => fence(shell, '~~~ sh', '~~~') },
  { name: 'a longer fence', write: (shell) => fence(shell, '`````shell', '`````') },
  { name: 'attributes', write: (shell) => fence(shell, '```bash {.numberLines}') },
  { name: 'attributes in braces', write: (shell) => fence(shell, '```{.bash .numberLines startFrom="1"}') },
  { name: 'a title', write: (shell) => fence(shell, '``` bash title="step 1"') },
  { name: 'a language behind sh', write: (shell) => fence(shell, '```sh-session', '```').replace('sh-session', 'zsh') },
  { name: 'in a list', write: (shell) => `1. step\n\n${indent(fence(shell), '   ')}` },
  { name: 'in a list in a list', write: (shell) => `- a\n  1. b\n\n${indent(fence(shell), '     ')}` },
  { name: 'right behind the mark of a list', write: (shell) => indent(fence(shell), '  ', '- ') },
  { name: 'in a quote', write: (shell) => fence(shell).replaceAll(/^/gm, '> ') },
  { name: 'in a quote in a list', write: (shell) => indent(fence(shell).trimEnd().replaceAll(/^/gm, '> '), '  ', '* ') },
  { name: 'in a list in a quote', write: (shell) => indent(fence(shell), '   ', '1. ').replaceAll(/^/gm, '> ') },
  { name: 'indented by three blanks', write: (shell) => indent(fence(shell), '   ') },
  { name: 'indented by a tab, in a list', write: (shell) => `1. step\n\n${indent(fence(shell), '\t')}` },
  { name: 'in a details element', write: (shell) => `<details>\n<summary>More</summary>\n\n${fence(shell)}\n</details>\n` },
  { name: 'below a comment', write: (shell) => `<!-- a remark -->\n${fence(shell)}` },
  { name: 'below a table', write: (shell) => `| a |\n|---|\n| b |\n\n${fence(shell)}` },
  { name: 'below a heading with a rule', write: (shell) => `Title\n=====\n\n***\n${fence(shell)}` },
  { name: 'below front matter', write: (shell) => `---\ntitle: x\n---\n\n${fence(shell)}` },
  { name: 'below a fence that has output', write: (shell) => `\`\`\`\noutput\n\`\`\`\n\n${fence(shell)}` },
  { name: 'without an end', write: (shell) => `\`\`\`bash\n${shell}\n` },
  { name: 'below a label, without a language', write: (shell) => `RUN -- jumphost\n\n${fence(shell, '```')}` },
  { name: 'indented, below a label', write: (shell) => `RUN -- jumphost\n\n${indent(shell, '    ')}\n` },
  { name: 'Windows line ends', write: (shell) => fence(shell).replaceAll('\n', '\r\n') },
  { name: 'a byte order mark', write: (shell) => `\ufeff${fence(shell)}` },
  { name: 'a byte order mark and prose', write: (shell) => `\ufeff# Title\n\n${fence(shell)}` },
  { name: 'blank lines around', write: (shell) => fence(`\n\n${shell}\n\n`) },
  { name: 'comments around', write: (shell) => fence(`# first\n${shell}\n# last`) },
  { name: 'a placeholder before', write: (shell) => fence(`echo <the cluster> "<your-name>"\n${shell}`) },
  { name: 'a test before', write: (shell) => fence(`[[ $a =~ ^x(y|z)$ && -n "$b" ]] || echo no\n${shell}`) },
  session('a prompt', '$ '),
  session('a prompt in a bash fence', '$ ', 'bash'),
  session('a prompt of root', '# '),
  session('a prompt with a host', 'ubuntu@jumphost:~$ '),
  session('a prompt with brackets', '[ubuntu@jumphost ~]$ '),
  session('a prompt with an environment', '(venv) ubuntu@jumphost:~/x$ '),
  session('a prompt of root with a host', 'root@maas:/etc# '),
]
