import type { Word } from 'unbash'

/** What a program does that only starts another one. Words are those of the command line, none of them run yet. */
export interface Wrapped {
  /** `program`: these words are run as they are. `text`: a shell reads these words, joined by blanks. `shell`: a shell reads its standard input. */
  readonly runs: { readonly as: 'program' | 'text'; readonly words: readonly Word[] } | { readonly as: 'shell' }
  readonly sudo?: boolean
  readonly root?: boolean
  /** On another machine, or in a container. */
  readonly remote?: boolean
  /** Its child cannot read the caller's standard input. */
  readonly stdinClosed?: boolean
  readonly errexit?: boolean
  /** Shown to rules as a command of its own, beside what it runs. */
  readonly shown: boolean
}

type Options = { readonly withValue: ReadonlySet<string> }

/** The options in front, and what stands behind them. A value that is the next word is skipped; `-abc` is `-a -b -c`. */
export function afterOptions(
  words: readonly Word[],
  { withValue }: Options,
): { readonly flags: ReadonlySet<string>; readonly rest: readonly Word[] } {
  const flags = new Set<string>()
  let index = 0
  for (; index < words.length; index += 1) {
    const value = words[index]?.value ?? ''
    if (value === '--') return { flags, rest: words.slice(index + 1) }
    if (!value.startsWith('-') || value === '-') break
    if (value.startsWith('--')) {
      const [name = ''] = value.split('=')
      flags.add(name)
      if (!value.includes('=') && withValue.has(name)) index += 1
      continue
    }
    const letters = [...value.slice(1)]
    const taking = letters.findIndex((letter) => withValue.has(`-${letter}`))
    for (const letter of taking === -1 ? letters : letters.slice(0, taking + 1)) flags.add(`-${letter}`)
    if (taking === letters.length - 1 && taking !== -1) index += 1
  }
  return { flags, rest: words.slice(index) }
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const sudoValues = set('-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir')
const sshValues = set('-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w')
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

function ssh(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: sshValues })
  const [destination, ...others] = rest
  if (destination === undefined || ['-V', '-Q', '-G', '-O', '-N', '-W'].some((flag) => flags.has(flag))) return undefined
  // Options may also stand behind the destination.
  const behind = afterOptions(others, { withValue: sshValues })
  const closed =
    ['-n', '-f'].some((flag) => flags.has(flag) || behind.flags.has(flag)) ||
    words.some(({ value }) => /^(?:-o)?StdinNull=yes$/i.test(value))
  return remotely(behind.rest, { stdinClosed: closed, root: /^root@/.test(destination.value) })
}

function remotely(words: readonly Word[], more: { readonly stdinClosed?: boolean; readonly root: boolean }): Wrapped {
  return { runs: words.length === 0 ? { as: 'shell' } : { as: 'text', words }, remote: true, ...more, shown: true }
}

const jujuValues = set(
  '-m --model -B -u --unit -a --app --application --applications --machine --machines --units --parallel --timeout --wait --format -o --output --container --execution-group',
)

function juju([verb, ...words]: readonly Word[]): Wrapped | undefined {
  if (verb?.value === 'ssh') {
    const [target, ...command] = afterOptions(words, { withValue: jujuValues }).rest
    const behind = afterOptions(command, { withValue: jujuValues }).rest
    return target === undefined ? undefined : remotely(behind, { root: false })
  }
  // In Juju 2 `juju run` was what `juju exec` is now.
  const targeted = words.some(({ value }) => /^(?:--(?:unit|application|machine|app)s?(?:=|$)|--all$|-u$|-a$)/.test(value))
  if (verb?.value !== 'exec' && !(verb?.value === 'run' && targeted)) return undefined
  const { rest } = afterOptions(words, { withValue: jujuValues })
  return rest.length === 0 ? undefined : { ...remotely(rest, { root: true }), stdinClosed: true }
}

function inContainer(words: readonly Word[]): Wrapped | undefined {
  const { rest } = afterOptions(words, { withValue: containerValues })
  const [verb, ...behind] = rest
  if (verb?.value !== 'exec') return undefined
  const dashes = behind.findIndex(({ value }) => value === '--')
  const [, ...command] = afterOptions(behind, { withValue: containerValues }).rest
  const inner = dashes === -1 ? afterOptions(command, { withValue: containerValues }).rest : behind.slice(dashes + 1)
  return inner.length === 0 ? undefined : { runs: { as: 'program', words: inner }, remote: true, root: true, shown: true }
}

const containerValues = set(
  '-c --container -n --namespace -e --env -u --user -w --workdir --context --kubeconfig --cwd --group --mode --project',
)
