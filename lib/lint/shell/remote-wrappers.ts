import type { Word } from 'unbash'
import { afterOptions, set } from './program-options.ts'
import type { Wrapped } from './wrapped.ts'

const sshValues = set('-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w')

/**
 * A variable whose name says that it holds options, such as `$SSH_OPTS`, or any whole array: `"${ssh_args[@]}"`. When the runbook page never sets it,
 * it counts as options of ssh.
 */
const holdsOptions = /^(?:\$\{?\w*(?:opt|arg|flag)\w*\}?|"\$\{\w+\[@\]\}")$/i

/** Shells on other machines and in containers. */
export function ssh(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: sshValues })
  const [first, ...following] = rest
  if (first !== undefined && following.length > 0 && holdsOptions.test(first.text)) return ssh(following)
  const [destination, ...others] = rest
  if (destination === undefined || ['-V', '-Q', '-G', '-O', '-N', '-W'].some((flag) => flags.has(flag))) return undefined
  // ssh takes options behind the destination, too.
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

export function juju([verb, ...words]: readonly Word[]): Wrapped | undefined {
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

export function inContainer(words: readonly Word[]): Wrapped | undefined {
  const { rest } = afterOptions(words, { withValue: containerValues })
  const [verb, ...behind] = rest
  if (verb?.value === 'run' || verb?.value === 'debug') return inNewContainer(behind)
  if (verb?.value !== 'exec') return undefined
  const dashes = behind.findIndex(({ value }) => value === '--')
  const [, ...command] = afterOptions(behind, { withValue: containerValues }).rest
  const inner = dashes === -1 ? afterOptions(command, { withValue: containerValues }).rest : behind.slice(dashes + 1)
  return inner.length === 0 ? undefined : { runs: { as: 'program', words: inner }, remote: true, root: true, shown: true }
}

const containerValues = set(
  '-c --container -n --namespace -e --env -u --user -w --workdir --context --kubeconfig --cwd --group --mode --project',
)

const runValues = set(
  '-v -e -p -u -w -h -l -m -n --name --volume --env --env-file --mount --network --net --publish --user --workdir --hostname --label --entrypoint --image --namespace --restart --overrides --context --kubeconfig --target',
)

/** `docker run image program`, `kubectl run name --image x -- program`. */
function inNewContainer(words: readonly Word[]): Wrapped | undefined {
  const dashes = words.findIndex(({ value }) => value === '--')
  const [, ...command] = dashes === -1 ? afterOptions(words, { withValue: runValues }).rest : words.slice(dashes)
  // Behind the name of a pod, further options.
  if (command.length === 0 || (dashes === -1 && command[0]?.value.startsWith('-'))) return undefined
  return { runs: { as: 'program', words: command }, remote: true, root: true, shown: true }
}

/** `multipass exec vm -- program`, `multipass shell vm`. */
export function multipass([verb, ...words]: readonly Word[]): Wrapped | undefined {
  if (verb?.value === 'shell') return { runs: { as: 'shell' }, remote: true, shown: true }
  const { rest } = afterOptions(words, { withValue: set('-d --working-directory') })
  const [, ...behind] = rest
  const command = afterOptions(behind, { withValue: set('-d --working-directory') }).rest
  return verb?.value === 'exec' && command.length > 0 ? { runs: { as: 'program', words: command }, remote: true, shown: true } : undefined
}

/** `ip netns exec name program`. */
export function inNamespace(words: readonly Word[]): Wrapped | undefined {
  const [object, verb, name, ...command] = words
  if (object?.value !== 'netns' || verb?.value !== 'exec' || name === undefined || command.length === 0) return undefined
  return { runs: { as: 'program', words: command }, shown: true }
}

const manyValues = set('-w -x -g -u -l -f -R -h -H -p -t -o -e -O --hosts --host --user --timeout')

/** Commands that run one shell text on many hosts: `pdsh -w HOSTS TEXT`, `clush -g GROUP TEXT`, `pssh -h FILE TEXT`. */
export function toMany(words: readonly Word[]): Wrapped | undefined {
  const { rest } = afterOptions(words, { withValue: manyValues })
  return rest.length === 0 ? undefined : { ...remotely(rest, { root: false }), stdinClosed: true }
}

/** `ansible hosts -m shell -a text`. */
export function ansible(words: readonly Word[]): Wrapped | undefined {
  const given = (...names: readonly string[]) => words.find((_, i) => names.includes(words[i - 1]?.value ?? ''))
  const text = given('-a', '--args')
  if (text === undefined || !/(?:^|\.)(?:shell|command|raw|script)$/.test(given('-m', '--module-name')?.value ?? 'command'))
    return undefined
  const root = words.some(({ value }) => value === '-b' || value === '--become')
  return { ...remotely([text], { root }), sudo: root, stdinClosed: true }
}
