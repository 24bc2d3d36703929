import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { CommandAnswer } from '../../transport/question.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { jujuExits } from './answer.ts'
import { errorLine, whyJujuFailed } from './said.ts'

/** The result of a charm's action that completed. */
export interface ActionResult {
  /** The unit that ran the action, such as `vault/0`. The command itself names only `vault/leader`. */
  readonly unit: string
  /** `output` in the action's results; absent when the action set none. */
  readonly output?: string
}

/**
 * Runs an action on an application's leader and waits for its result. Only an action that the read-only guard knows to change nothing is ever sent.
 */
export function actionResult(juju: string, model: string, application: string, action: string): Command<ActionResult> {
  return {
    argv: [juju, 'run', `${application}/leader`, action, '-m', model, '--wait=2m', '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => completed(taskIn(answer, action), application, action, answer),
  }
}

interface Task {
  readonly key: string
  readonly members: JsonObject
}

/** The one task of the operation. When the action itself failed, juju exits 1 and may still print the task as JSON. */
function taskIn({ stdout, stderr }: CommandAnswer, action: string): Task {
  const text = stdout.trim()
  if (/^\{?\s*\}?$/.test(text)) throw whyNoTask(stderr, action)
  if (!text.startsWith('{')) throw new NotUnderstood(`has text in front of its JSON: ${JSON.stringify(text.slice(0, 60))}`)
  const document = jsonObject(text)
  const [task, ...more] = document.entries()
  if (!task || more.length > 0) throw new NotUnderstood(`has ${more.length + 1} tasks, wanted one`)
  return { key: task[0], members: task[1] }
}

/** juju prints nothing and exits 0 when the charm has no such action. When the wait times out, it prints `{}`, and the action keeps running. */
function whyNoTask(stderr: string, action: string): Error {
  if (/failed to schedule any tasks/.test(stderr)) return new NotUnderstood(`the charm has no action ${action}: ${errorLine(stderr)}`)
  if (/timed out waiting for results/.test(stderr)) {
    const [, operation] = /operation (\d+)/.exec(stderr) ?? []
    const remedy = operation === undefined ? 'juju operations' : `juju show-operation ${operation}`
    return new CouldNotLook('timeout', `juju action ${action}`, `${action} had not finished after two minutes, and still runs`, { remedy })
  }
  return whyJujuFailed(stderr) ?? new NotUnderstood(errorLine(stderr) || 'printed neither a result nor a reason')
}

function completed({ key, members }: Task, application: string, action: string, { exitCode, stderr }: CommandAnswer): ActionResult {
  // Juju 2.9 uses the unit's tag, unit-vault-0, as the task's key; the unit's name is inside the task.
  const unit = key.startsWith('unit-') ? members.text('UnitId') : key
  if (unit.slice(0, unit.lastIndexOf('/')) !== application)
    throw new NotUnderstood(`was run by ${JSON.stringify(unit)}, wanted ${application}`)
  const status = members.text('status')
  if (status !== 'completed')
    throw new NotUnderstood(`${action} is ${status} on ${unit}: ${members.optionalText('message') ?? 'no reason given'}`)
  const results = members.own('results') === undefined ? undefined : members.object('results')
  const code = results?.own('return-code') ?? results?.own('Code') ?? 0
  if (Number(code) !== 0) throw new NotUnderstood(`${action} ended with code ${String(code)} on ${unit}`)
  if (exitCode !== 0)
    throw new NotUnderstood(`exited ${exitCode} although ${action} completed: ${errorLine(stderr) || 'it printed no reason'}`)
  const output = results?.optionalText('output')
  return { unit, ...(output === undefined ? {} : { output }) }
}
