import { uuid } from '../../transport/names.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { jujuDocument, jujuExits } from './answer.ts'
import { isModel } from './status.ts'

/**
 * `9f484882-2f18-4fd2-967d-db9663db7bea`. `juju status` gives only the model's name, and a model that was destroyed and deployed again has the same
 * name. `show-model` prints one member, named after the model (cmd/juju/model/show.go, cmd/juju/common/model.go).
 */
export function modelUuid(juju: string, model: string): Command<string> {
  return {
    argv: [juju, 'show-model', model, '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => {
      const entries = jujuDocument(answer).entries()
      const [first] = entries
      if (!first || entries.length > 1) throw new NotUnderstood(`is about ${entries.length} models, wanted one`)
      const [name, shown] = first
      if (!isModel(model, { name })) throw new NotUnderstood(`is about model ${JSON.stringify(name)}, wanted ${JSON.stringify(model)}`)
      return uuid.checked(shown.text('model-uuid'), 'juju show-model')
    },
  }
}
