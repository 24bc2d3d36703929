import { type Command, NotUnderstood } from '../command.ts'
import { jujuDocument, jujuExits } from './answer.ts'

/** The parameters of an action by name, such as `['token']`. `takes`: all of them. `demands`: only those that the action requires. */
export interface Parameters {
  readonly takes: readonly string[]
  readonly demands: readonly string[]
}

/** The actions of a charm, by their names. */
export type ActionSchema = ReadonlyMap<string, Parameters>

/** juju leaves `properties` out for an action without parameters, or leaves it empty. */
export function actionSchema(juju: string, model: string, application: string): Command<ActionSchema> {
  return {
    argv: [juju, 'actions', application, '--schema', '-m', model, '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => {
      const actions = jujuDocument(answer).entries()
      if (actions.every(([, schema]) => !schema.has('type') && !schema.has('properties')))
        throw new NotUnderstood('describes no action by its parameters')
      return new Map(
        actions.map(([name, schema]) => {
          const takes = schema.optionalObjects('properties').map(([parameter]) => parameter)
          return [name, { takes, demands: schema.texts('required') }]
        }),
      )
    },
  }
}
