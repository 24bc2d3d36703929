import type { Word } from 'unbash'
import { afterOptions, set } from './program-options.ts'
import { inContainer, juju, ssh } from './remote-wrappers.ts'
import type { Wrapped } from './wrapped.ts'

const sudoValues = set('-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir')
const shellPrograms = set('bash sh dash zsh ksh ash')

/** The programs that run the rest of their words as they are, with the options of theirs that take a value and how many words come before. */
const plain: Readonly<Record<string, { readonly values: ReadonlySet<string>; readonly skip?: number }>> = {
  nohup: { values: set('') },
  setsid: { values: set('') },
  builtin: { values: set('') },
  exec: { values: set('-a') },
  nice: { values: set('-n --adjustment') },
  ionice: { values: set('-c -n -p --class --classdata') },
  stdbuf: { values: set('-i -o -e') },
  timeout: { values: set('-k -s --kill-after --signal'), skip: 1 },
  unbuffer: { values: set('') },
  chroot: { values: set(''), skip: 1 },
  sshpass: { values: set('-p -f -d -P') },
  time: { values: set('-f -o') },
  systemd_run: { values: set('-p -u --unit --property') },
  catchsegv: { values: set('') },
  retry: { values: set('-t -d'), skip: 0 },
}

/** Undefined for a program that runs nothing else. */
export function unwrap(words: readonly Word[]): Wrapped | undefined {
  const [program, ...rest] = words
  const name = program?.value.split('/').at(-1) ?? ''
  const known = plain[name]
  if (known) {
    const after = afterOptions(rest, { withValue: known.values }).rest.slice(known.skip ?? 0)
    return after.length === 0 ? undefined : { runs: { as: 'program', words: after }, shown: false }
  }
  if (shellPrograms.has(name)) return shell(rest)
  switch (name) {
    case 'sudo':
    case 'doas':
      return sudo(rest)
    case 'command': {
      const { flags, rest: after } = afterOptions(rest, { withValue: set('') })
      return flags.has('-v') || flags.has('-V') || after.length === 0 ? undefined : { runs: { as: 'program', words: after }, shown: false }
    }
    case 'env':
      return env(rest)
    case 'su':
      return su(rest)
    case 'eval':
      return rest.length === 0 ? undefined : { runs: { as: 'text', words: rest }, shown: false }
    case 'xargs': {
      const values = set('-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-procs --replace')
      const { flags, rest: after } = afterOptions(rest, { withValue: values })
      const named = ['-I', '-i', '--replace'].some((flag) => flags.has(flag))
      return after.length === 0
        ? undefined
        : { runs: { as: 'program', words: named ? after : withItem(after) }, stdinClosed: true, shown: true }
    }
    case 'watch': {
      const after = afterOptions(rest, { withValue: set('-n --interval') }).rest
      return after.length === 0 ? undefined : { runs: { as: 'text', words: after }, shown: true }
    }
    case 'flock': {
      const after = afterOptions(rest, { withValue: set('-w -E --wait --timeout --conflict-exit-code') }).rest.slice(1)
      return after.length === 0 ? undefined : { runs: { as: 'program', words: after }, shown: false }
    }
    case 'k8s':
    case 'microk8s': {
      // Its kubectl is read by the rules themselves.
      const [own] = rest
      return /^helm3?$/.test(own?.value ?? '') ? { runs: { as: 'program', words: rest }, shown: false } : undefined
    }
    case 'ssh':
      return ssh(rest)
    case 'juju':
      return juju(rest)
    case 'lxc':
    case 'docker':
    case 'podman':
    case 'kubectl':
      return inContainer(rest)
    default:
      return undefined
  }
}

/** xargs puts what it reads behind the words: a word of which nothing is known. */
function withItem(words: readonly Word[]): readonly Word[] {
  const { end } = words.at(-1) ?? { end: 0 }
  const place = { pos: end, end }
  return [...words, { type: 'Word', text: '{}', value: '{}', ...place, parts: [{ type: 'SimpleExpansion', text: '{}', ...place }] }]
}

function sudo(words: readonly Word[]): Wrapped {
  const { flags, rest } = afterOptions(words, { withValue: sudoValues })
  const command = rest.slice(rest.findIndex((word) => !/^\w+=/.test(word.value)))
  const shown = flags.has('-S') || flags.has('--stdin')
  const user = words.find((_, i) => words[i - 1]?.value === '-u' || words[i - 1]?.value === '--user')?.value
  const asRoot = { sudo: true, root: user === undefined || user === 'root' }
  if (rest.length === 0 || command.length === 0) {
    if (flags.has('-i') || flags.has('-s')) return { runs: { as: 'shell' }, ...asRoot, shown: true }
    return { runs: { as: 'program', words: [] }, sudo: true, shown: true }
  }
  return { runs: { as: 'program', words: command }, ...asRoot, shown }
}

/** Shown when it takes the environment away, as that changes what is found. */
function env(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: set('-u -C --unset --chdir') })
  const from = rest.findIndex((word) => !/^\w+=/.test(word.value))
  return from === -1 ? undefined : { runs: { as: 'program', words: rest.slice(from) }, shown: flags.has('-i') || flags.has('-') }
}

function su(words: readonly Word[]): Wrapped {
  const at = words.findIndex(({ value }) => value === '-c' || value === '--command')
  const script = at === -1 ? undefined : words[at + 1]
  const user = words.find((word, i) => !word.value.startsWith('-') && i !== at + 1)?.value
  const root = { sudo: true, root: user === undefined || user === 'root', shown: true }
  return script === undefined ? { runs: { as: 'shell' }, ...root } : { runs: { as: 'text', words: [script] }, ...root }
}

/** `bash -c text`, `bash -s`, `bash` alone; `bash file` runs what is not here to be read. */
function shell(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: set('-o -O --rcfile --init-file') })
  const errexit = flags.has('-e') || words.some((word, i) => word.value === 'errexit' && /^-\w*o$/.test(words[i - 1]?.value ?? ''))
  if (flags.has('-c')) {
    const [text] = rest
    return text === undefined ? undefined : { runs: { as: 'text', words: [text] }, errexit, shown: true }
  }
  if (flags.has('-n') || flags.has('--version') || flags.has('--help')) return undefined
  return flags.has('-s') || rest.length === 0 ? { runs: { as: 'shell' }, errexit, shown: true } : undefined
}
