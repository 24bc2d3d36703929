import { type Command, NotUnderstood } from '../command.ts'
import { jujuDocument, jujuExits } from './answer.ts'

/** The actions of a charm, each with the names of its parameters: `authorize-charm` → `['token']`. */
export type ActionSchema = ReadonlyMap<string, readonly string[]>

/** juju leaves `properties` out for an action without parameters, or leaves it empty. */
export function actionSchema(juju: string, model: string, application: string): Command<ActionSchema> {
  return {
    argv: [juju, 'actions', application, '--schema', '-m', model, '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => {
      const actions = jujuDocument(answer).entries()
      if (actions.every(([, schema]) => !schema.has('type') && !schema.has('properties')))
        throw new NotUnderstood('describes no action by its parameters')
      return new Map(actions.map(([name, schema]) => [name, schema.optionalObjects('properties').map(([parameter]) => parameter)]))
    },
  }
}
