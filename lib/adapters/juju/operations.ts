import { type Command, NotUnderstood } from '../command.ts'
import type { Heard } from '../heard.ts'
import type { JsonObject } from '../json.ts'
import { jujuDocument, jujuExits } from './answer.ts'
import { operationStatus } from './states.ts'

/** One request to run an action. The action's parameters are not read: they may hold a secret, and Juju keeps them in clear text. */
export interface Operation {
  readonly id: number
  readonly state: Heard
  /** The reasons that the operation and its tasks give for a failure, each once. */
  readonly reasons: readonly string[]
  /** One task for each unit that it was sent to. An operation has failed as soon as one of its tasks has. */
  readonly tasks: readonly OperationTask[]
  /** When the operation ended; absent while it has not. */
  readonly ended?: Date
}

export interface OperationTask {
  /** `octavia/0` */
  readonly unit: string
  /** The unit has carried it out. */
  readonly isDone: boolean
  /** What the action said when it failed; absent when it said nothing. */
  readonly message?: string
}

/** The operations of one action, oldest first. An empty list is a valid answer: Juju forgets operations after two weeks (max-action-results-age). */
export function operations(juju: string, model: string, application: string, action: string): Command<readonly Operation[]> {
  return {
    argv: [juju, 'operations', '--apps', application, '--actions', action, '-m', model, '--utc', '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => {
      // Printed instead of a document (cmd/juju/action/listoperations.go).
      if (answer.exitCode === 0 && answer.stdout.trim() === '' && /^no matching operations$/m.test(answer.stderr)) return []
      const all = jujuDocument(answer).entries()
      return all.map(([id, of]) => operation(id, of, action)).toSorted((a, b) => a.id - b.id)
    },
  }
}

function operation(id: string, of: JsonObject, action: string): Operation {
  if (!/^\d+$/.test(id)) throw new NotUnderstood(`an operation is called ${JSON.stringify(id)}`)
  const tasks = of.optionalObjects('tasks').map(([, task]) => task)
  const named = of.has('action') ? of.object('action').text('name') : tasks.find((task) => task.has('name'))?.text('name')
  if (named !== action) throw new NotUnderstood(`operation ${id} is about ${JSON.stringify(named ?? 'no action')}, wanted ${action}`)
  const said = [of.optionalText('fail'), of.optionalText('error'), ...tasks.map((task) => task.optionalText('message'))]
  const ended = endOf(of)
  return {
    id: Number(id),
    state: operationStatus.hear(of.text('status')),
    reasons: [...new Set(said.filter((text) => text !== undefined))],
    tasks: tasks.map(taskOf),
    ...(ended === undefined ? {} : { ended }),
  }
}

function taskOf(task: JsonObject): OperationTask {
  const message = task.optionalText('message')
  return {
    unit: task.optionalText('host') ?? '',
    isDone: operationStatus.hear(task.optionalText('status') ?? '').is === 'good',
    ...(message === undefined ? {} : { message }),
  }
}

/** Go prints `2026-11-01 10:52:47 +0000 UTC`, and leaves out the time of anything that has not happened. */
function endOf(of: JsonObject): Date | undefined {
  const text = of.has('timing') ? of.object('timing').optionalText('completed') : undefined
  if (text === undefined) return undefined
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? \+0000 UTC$/.exec(text) ?? []
  if (day === undefined)
    throw new NotUnderstood(`${of.at}.timing.completed: wanted a time in UTC, got ${JSON.stringify(text.slice(0, 60))}`)
  return new Date(`${day}T${time}Z`)
}
