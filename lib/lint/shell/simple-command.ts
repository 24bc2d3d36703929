import type { Command, Word as Parsed } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import { setAliases } from './aliases.ts'
import { setArrays } from './arrays.ts'
import { assignedIn, wordsOf } from './assignments.ts'
import type { Assigned, Stdin, Word } from './call.ts'
import { expanded, withProgram } from './expand.ts'
import { fromRedirections } from './feed.ts'
import { walkCalled } from './functions.ts'
import { scriptOfWords } from './inner.ts'
import { parametersNow, setShift } from './parameters.ts'
import { wordIn } from './printed.ts'
import type { Reading } from './reading.ts'
import { redirectionsOf, stdinNamed } from './redirections.ts'
import { callIn, inSubshell, newState, type Scope } from './scope.ts'
import { goesElsewhere, keepsAssignments, setDirectory, setOptions, setRead, setVariables } from './state.ts'
import { setReadText, setTexts, textGiven } from './texts.ts'
import { substitutions, walkScript } from './walk.ts'
import { endOf, keep } from './words.ts'
import type { Wrapped } from './wrapped.ts'
import { unwrap } from './wrappers.ts'
import { keepFiles, readSourced, scriptWritten } from './written-files.ts'

/**
 * Reads one simple command. The commands in its `$( … )` come first, then the command itself, then commands that it starts, as in `sudo rm` or
 * `bash -c`.
 */
export function simpleCommand(node: Command, scope: Scope, reading: Reading, behindPipe: boolean): void {
  const assignments = [...node.prefix, ...node.suffix].filter((one) => one.type === 'Assignment')
  const written = wordsOf(node)
  const { variants, handsOn } = expanded(written, scope)
  const words = variants[0] ?? written
  const first = reading.calls.length
  // A statement that only assigns, such as `x=$(…)`, fails when the command in `$(…)` fails.
  for (const part of [node.name, ...node.prefix, ...node.suffix]) if (part) substitutions(part, scope, reading, node.name === undefined)
  const redirections = redirectionsOf(node.redirects, scope, reading)
  const named = stdinNamed(redirections)
  const feed = fromRedirections(node.redirects, scope.script) ?? (named === undefined ? scope.feed : undefined)
  const inner: Scope = {
    ...scope,
    feed,
    stdin: named !== undefined ? 'own' : behindPipe ? 'own' : scope.stdin,
    redirections: [...redirections, ...scope.redirections],
  }
  const own = { start: scope.script.at(node.pos), end: endOf(node.end, scope.script) }
  const place = handsOn ? (scope.parameters?.place ?? own) : own
  const assigned = assignments.map((one) => assignedIn(one, scope))
  const fedByPage = named === 'fed' || behindPipe
  for (const variant of variants) run(variant, { scope: inner, reading, place, assigned, fed: fedByPage, functions: true, first })
  setArrays(scope, node)
  if (keepsAssignments(words[0]?.value)) setTexts(scope, node)
  setReadText(scope, words, feed)
  setVariables(scope.state, words[0]?.value, assigned)
  setRead(scope.state, words, feed?.text)
  setOptions(scope.state, words)
  setShift(scope, words)
  setAliases(scope, written)
  if (goesElsewhere(words[0]?.value))
    setDirectory(
      scope.state,
      words.map((word) => wordIn(word, scope)),
    )
}

/** Last part of the program's path. Empty when that part holds a variable or a command substitution that only the running shell can expand. */
function nameOf(program: Word | undefined): string {
  const name = (program?.values[0] ?? program?.shape ?? '').split('/').at(-1) ?? ''
  return /[$`]/.test(name) ? '' : name
}

/**
 * Walks a sourced file in this shell. The file's statements and syntax errors are not recorded a second time: they were recorded when the code
 * block that writes the file was walked.
 */
function readHere(text: Excerpt, scope: Scope, reading: Reading): void {
  walkScript(text, { ...scope, prefixable: false, depth: scope.depth + 1 }, { ...reading, notRead: [], statements: [] })
}

interface Standing {
  readonly scope: Scope
  readonly reading: Reading
  readonly place: { readonly start: number; readonly end: number }
  readonly assigned: readonly Assigned[]
  /** The command has its own standard input, from a redirection or a pipe. */
  readonly fed: boolean
  /** The shell itself runs the command, not sudo or timeout, so the name may be that of a function. */
  readonly functions: boolean
  /** Position of the first command inside this command's substitutions. When it has no substitution, the command's own position. */
  readonly first: number
}

function run(written: readonly Parsed[], standing: Standing): void {
  const { scope, reading, place, assigned, fed, functions } = standing
  const words = withProgram(written, scope)
  // A function of the page takes precedence over a program of the same name.
  const wrapped = functions && scope.state.functions.has(words[0]?.value ?? '') ? undefined : unwrap(words, scope)
  const read = words.map((word) => wordIn(word, scope))
  const call = callIn(scope, {
    name: nameOf(read[0]),
    words: read,
    assigned,
    ...place,
    index: reading.calls.length,
    first: standing.first,
    wraps: wrapped !== undefined,
  })
  if (wrapped === undefined || wrapped.shown) reading.calls.push(call)
  if (wrapped !== undefined) for (const runs of [wrapped.runs, ...(wrapped.also ?? [])]) runWrapped({ ...wrapped, runs }, standing)
  else if (words[0] && functions)
    walkCalled(words[0].value, { words: words.slice(1), place }, { ...scope, stdin: fed ? 'pipe' : scope.stdin }, reading)
  if (wrapped === undefined) keepFiles(call, scope.feed, reading)
  if (functions) readSourced(call, reading, (text) => readHere(text, scope, reading))
  const script = scriptWritten(call, scope.feed)
  if (script) walkScript(script, ownShell(scope, { stdin: 'inherited', errexit: /^#!.*\s-\w*e/.test(script.text) }), reading)
}

function runWrapped({ runs, ...how }: Wrapped, standing: Standing): void {
  const { scope, reading, fed } = standing
  const closed = how.stdinClosed ?? false
  const { feed } = scope
  const inner: Scope = {
    ...scope,
    ...withVariables(scope, standing.assigned, how.sets ?? []),
    feed: closed ? undefined : feed,
    sudo: how.remote ? (how.sudo ?? false) : scope.sudo || (how.sudo ?? false),
    root: how.remote ? (how.root ?? false) : scope.root || (how.root ?? false),
    remote: scope.remote || (how.remote ?? false),
    // A command that runs in a container does not stand first on the line: the program that starts the container does.
    prefixable: scope.prefixable && !how.remote,
    ...(closed ? { stdin: 'own' as const } : {}),
  }
  if (runs.as === 'program') {
    if (runs.words.length > 0) run(runs.words, { ...standing, scope: inner, functions: false })
    return
  }
  if (runs.as === 'here' || runs.as === 'later') {
    const text = textGiven(runs.words, scope) ?? scriptOfWords(runs.words, scope.script, parametersNow(scope))
    const here = runs.as === 'here' ? inner : { ...inSubshell(inner), counts: false, ends: false, traps: inner.traps + 1 }
    if (runs.as === 'later') here.state.errexit = false
    walkScript(text, { ...here, prefixable: false, depth: scope.depth + 1 }, reading)
    return
  }
  if (runs.as === 'text') {
    // A program such as ssh may pass the rest of the page's script to these commands as their input. A rule then reports the program. These commands
    // get `inherited`, so the rule does not report them too.
    const stdin: Stdin = closed ? 'own' : fed ? 'pipe' : 'inherited'
    const text = textGiven(runs.words, scope) ?? scriptOfWords(runs.words, scope.script, parametersNow(scope))
    const { readers, writers, redirections, errorsPiped } = scope
    walkScript(
      text,
      {
        ...ownShell(inner, { stdin, errexit: how.errexit ?? false }),
        // `x && ` can be put in front of a command in this text only when quotes surround the whole text. Without quotes,
        // `ssh host x && command` runs `command` on this machine.
        prefixable: runs.words.length === 1 && /^['"]/.test(runs.words[0]?.text ?? ''),
        feed,
        readers,
        writers,
        redirections,
        errorsPiped,
      },
      reading,
    )
    return
  }
  if (feed !== undefined && !closed) {
    walkScript(feed, ownShell(inner, { stdin: 'script', errexit: how.errexit ?? false }), reading)
  }
}

/** The state of a shell that is started with extra variables: `A=b bash -c …`, `env A=b bash -c …`. */
function withVariables(scope: Scope, assigned: readonly Assigned[], words: readonly Parsed[]): Pick<Scope, 'state'> | undefined {
  if (assigned.length === 0 && words.length === 0) return undefined
  const state = newState(scope.state)
  for (const { name, value } of assigned) keep(state.variables, name, value?.values ?? [], value?.partly)
  for (const word of words) {
    const { values, partly } = wordIn(word, scope)
    const name = word.value.slice(0, word.value.indexOf('='))
    const own = (one: string) => one.slice(name.length + 1)
    keep(state.variables, name, values.map(own), partly?.map(own))
  }
  return { state }
}

/**
 * A new shell keeps the machine, the rights of root or sudo, and the values of variables. It loses options, functions, arrays, the folder, pipes and
 * redirections. A `|| true` after the command that starts the new shell also covers failures inside.
 */
function ownShell(scope: Scope, { stdin, errexit }: { readonly stdin: Stdin; readonly errexit: boolean }): Scope {
  const { parameters: _own, ...rest } = scope
  // Before the inner shell reads the text, the surrounding shell has put the values of its variables into it. So these values are
  // known inside too.
  const variables = new Map(scope.state.variables)
  const texts = new Map(scope.state.texts)
  return {
    ...rest,
    feed: undefined,
    state: { ...newState(), errexit, variables, texts },
    stdin,
    loop: 'none',
    captured: false,
    inPastedShell: false,
    counts: true,
    ends: true,
    tested: false,
    prefixable: true,
    lastIsFatal: false,
    redirections: [],
    readers: () => [],
    writers: () => [],
    errorsPiped: false,
    depth: scope.depth + 1,
  }
}
