import type { Word } from 'unbash'
import { namesStdin } from './ask.ts'
import { afterOptions, set } from './program-options.ts'
import { ansible, inContainer, inNamespace, juju, multipass, ssh, toMany } from './remote-wrappers.ts'
import type { Scope } from './scope.ts'
import { find, flock, parallel, screen, script, tmux, trap } from './starting-wrappers.ts'
import type { Wrapped } from './wrapped.ts'
import { xargs } from './xargs.ts'

const sudoValues = set('-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir')
/** Users that can read no more than anyone else. nova is not one of them, because nova can read its own files. */
const ordinary = set('ubuntu nobody')
const shellPrograms = set('bash sh dash zsh ksh ash')

/**
 * Programs that run the rest of their words, unchanged, as a command. `values`: their options that take a value. `skip`: how many words
 * come before that command.
 */
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
  'systemd-run': {
    values: set('-p -u -E -H -M --unit --property --uid --gid --slice --setenv --working-directory --on-calendar --on-active'),
  },
  taskset: { values: set(''), skip: 1 },
  chrt: { values: set(''), skip: 1 },
  pkexec: { values: set('--user') },
  strace: { values: set('-e -o -s -u') },
  chronic: { values: set('') },
  unshare: { values: set('-S -G -R -w') },
  nsenter: { values: set('-t -S -G --target --setuid --setgid') },
  catchsegv: { values: set('') },
  retry: { values: set('-t -d'), skip: 0 },
}

/** Undefined for a program that runs nothing else. */
export function unwrap(words: readonly Word[], scope: Scope): Wrapped | undefined {
  const [program, ...rest] = words
  const name = program?.value.split('/').at(-1) ?? ''
  // The variable may hold `sudo`, `sudo -E` or nothing. In each case the next word is the program that runs.
  if (/^"?\$\{?\w*SUDO\w*(?:\[@\])?\}?"?$/i.test(program?.text ?? '') && rest.length > 0)
    return { runs: { as: 'program', words: rest }, sudo: true, shown: false }
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
      return rest.length === 0 ? undefined : { runs: { as: 'here', words: rest }, shown: false }
    case 'trap':
      return trap(rest)
    case 'xargs':
      return xargs(rest, scope)
    case 'find':
      return find(rest)
    case 'parallel':
      return parallel(rest)
    case 'tmux':
      return tmux(rest)
    case 'screen':
      return screen(rest)
    case 'script':
      return script(rest)
    case 'watch': {
      const after = afterOptions(rest, { withValue: set('-n --interval') }).rest
      return after.length === 0 ? undefined : { runs: { as: 'text', words: after }, shown: true }
    }
    case 'flock':
      return flock(rest)
    case 'k8s':
    case 'microk8s': {
      // `k8s kubectl` is not unwrapped here, because the rules recognise it as written. But a command that it runs in a container is unwrapped.
      const [own, ...behind] = rest
      if (own?.value === 'kubectl') return inContainer(behind)
      return /^helm3?$/.test(own?.value ?? '') ? { runs: { as: 'program', words: rest }, shown: false } : undefined
    }
    case 'ssh':
      return ssh(rest)
    case 'juju':
      return juju(rest)
    case 'runuser':
      return su(rest)
    case 'at':
    case 'batch':
      return { runs: { as: 'shell' }, shown: true }
    case 'source':
    case '.':
      return sourced(rest)
    case 'pdsh':
    case 'clush':
    case 'pssh':
    case 'parallel-ssh':
      return toMany(rest)
    case 'ansible':
      return ansible(rest)
    case 'multipass':
      return multipass(rest)
    case 'ip':
      return inNamespace(rest)
    case 'lxc':
    case 'incus':
    case 'nerdctl':
    case 'crictl':
    case 'docker':
    case 'podman':
    case 'kubectl':
      return inContainer(rest)
    default:
      return undefined
  }
}

function sudo(words: readonly Word[]): Wrapped {
  const { flags, rest } = afterOptions(words, { withValue: sudoValues })
  const command = rest.slice(rest.findIndex((word) => !/^\w+=/.test(word.value)))
  const shown = flags.has('-S') || flags.has('--stdin')
  const user = words.find((_, i) => words[i - 1]?.value === '-u' || words[i - 1]?.value === '--user')?.value
  const asRoot = { sudo: !ordinary.has(user ?? ''), root: user === undefined || user === 'root' }
  if (rest.length === 0 || command.length === 0) {
    if (flags.has('-i') || flags.has('-s')) return { runs: { as: 'shell' }, ...asRoot, shown: true }
    return { runs: { as: 'program', words: [] }, sudo: true, shown: true }
  }
  return { runs: { as: 'program', words: command }, ...asRoot, shown }
}

/**
 * Rules see the command that `env` starts. When `env` empties the environment, they also see `env` itself, because
 * without PATH the command may find other programs.
 */
function env(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: set('-u -C --unset --chdir') })
  const from = rest.findIndex((word) => !/^\w+=/.test(word.value))
  return from === -1
    ? undefined
    : { runs: { as: 'program', words: rest.slice(from) }, sets: rest.slice(0, from), shown: flags.has('-i') || flags.has('-') }
}

/**
 * Reads `source <( … )` and `source /dev/stdin`. `readSourced` reads `source FILE`, where an earlier command of the page
 * wrote the file.
 */
function sourced([file]: readonly Word[]): Wrapped | undefined {
  if (file?.text.startsWith('<(')) return { runs: { as: 'here', words: [file] }, shown: true }
  return file !== undefined && file.value !== '-' && namesStdin(file.value) ? { runs: { as: 'shell' }, shown: true } : undefined
}

function su(words: readonly Word[]): Wrapped {
  const at = words.findIndex(({ value }) => /^-[a-z]*c$/.test(value) || value === '--command')
  const script = at === -1 ? undefined : words[at + 1]
  const named = words.find((_, i) => words[i - 1]?.value === '-u' || words[i - 1]?.value === '--user')?.value
  const user = named ?? words.find((word, i) => !word.value.startsWith('-') && i !== at + 1)?.value
  const behind = named === undefined ? [] : afterOptions(words, { withValue: set('-u -g --user --group') }).rest
  const root = { sudo: !ordinary.has(user ?? ''), root: user === undefined || user === 'root', shown: true }
  // `runuser -u user -- program`.
  if (behind.length > 0) return { runs: { as: 'program', words: behind }, ...root }
  return script === undefined ? { runs: { as: 'shell' }, ...root } : { runs: { as: 'text', words: [script] }, ...root }
}

/**
 * What a shell runs: the text of `bash -c text`, or standard input for `bash -s` and for `bash` alone. Undefined for `bash file`, which does not show
 * the text. If the page writes the file, `scriptWritten` finds the text.
 */
function shell(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: set('-o -O --rcfile --init-file') })
  const errexit = flags.has('-e') || words.some((word, i) => word.value === 'errexit' && /^-\w*o$/.test(words[i - 1]?.value ?? ''))
  if (flags.has('-c')) {
    const [text] = rest
    return text === undefined ? undefined : { runs: { as: 'text', words: [text] }, errexit, shown: true }
  }
  // `bash <(cat <<'EOF' … )`, `bash /dev/stdin`.
  const [file] = rest
  if (file?.text.startsWith('<(')) return { runs: { as: 'text', words: [file] }, errexit, shown: true }
  if (file !== undefined && namesStdin(file.value)) return { runs: { as: 'shell' }, errexit, shown: true }
  if (flags.has('-n') || flags.has('--version') || flags.has('--help')) return undefined
  return flags.has('-s') || rest.length === 0 ? { runs: { as: 'shell' }, errexit, shown: true } : undefined
}
