import type { Piece } from './excerpt.ts'

/** The prompt in front of a command in a terminal session: `$ `, `# `, `ubuntu@jumphost:~$ `, `(venv) $ `, `[tmux] u@host:~$ `, `root@maas:/etc# `. */
const prompt = /^(?:\([\w.-]+\) ?|\[[\w.-]+\] )?(?:\[?[\w.-]+@[\w.-]+[^$#\n]*)?([$#%]) +(?=\S)/

/** `jumphost$ `. Such text counts as a prompt only in a block that is known to show a session. */
const promptOfHost = /^[A-Za-z][\w.-]*([$#]) +(?=\S)/

/** Matches a line after which the command is incomplete: the shell then shows the prompt `> ` and waits for more input. */
const opens = /(?:^|[\s;])(?:do|then|else|in)\s*$|[{(|]\s*$|&&\s*$/
const prompted = /^>(?: |$)/

/** `# what NOT to type`: a line that is shown as a warning, so it is not a command to run. */
const warns = /\s#[^'"]*\b(?:not|never|don't)\b[^'"]*\b(?:type|run|paste|do)\b/i

/** The lines typed in a block that shows a terminal, without prompts and without output. */
export interface Session {
  readonly lines: readonly Piece[]
  /** Typed at a prompt of root. */
  readonly root: boolean
}

/** Undefined when the block shows no prompt: then all its lines are commands. */
export function sessionOf(lines: readonly Piece[], alwaysSession: boolean): Session | undefined {
  const promptIn = (text: string) => prompt.exec(text) ?? (alwaysSession ? promptOfHost.exec(text) : null)
  const first = lines.find(({ text }) => text.trim() !== '')
  const sign = first && promptIn(first.text)?.[1]
  // In a block whose language does not say that it is a session, `# …` is a comment.
  if (first === undefined || sign === undefined || (sign === '#' && !alwaysSession && !first.text.includes('@'))) return undefined
  const typed: Piece[] = []
  let goesOn = false
  let isOpen = false
  let until: string | undefined
  for (const line of lines) {
    const found = promptIn(line.text)
    if (!goesOn && until === undefined && found && found[1] === sign && warns.test(line.text)) continue
    const begins = !goesOn && until === undefined && found?.[1] === sign
    if (begins) typed.push(behind(line, found[0].length))
    else if (goesOn || until !== undefined || (isOpen && prompted.test(line.text)))
      typed.push(behind(line, /^> ?/.exec(line.text)?.[0].length ?? 0))
    else {
      isOpen = false
      continue
    }
    const text = typed.at(-1)?.text ?? ''
    if (until === undefined) until = /<<-?\s*(['"]?)([A-Za-z_]\w*)\1/.exec(text)?.[2]
    else if (text.trim() === until) until = undefined
    isOpen = (isOpen && !begins) || opens.test(text)
    goesOn = until === undefined && /\\\s*$/.test(text)
  }
  return { lines: typed, root: sign === '#' }
}

function behind({ text, at }: Piece, columns: number): Piece {
  return { text: text.slice(columns), at: at + columns }
}
