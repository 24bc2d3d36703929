import { type Command, NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { jujuDocument, jujuExits } from './answer.ts'

export interface Setting {
  /** Absent exactly when `source` is `unset`. */
  readonly value?: string | number | boolean
  readonly source: 'default' | 'user' | 'unset'
}

/** The charm's settings by name, `vip` → `{ value: '10.12.4.54 10.12.8.54', source: 'user' }`. */
export type JujuConfig = ReadonlyMap<string, Setting>

export function jujuConfig(juju: string, model: string, application: string): Command<JujuConfig> {
  return {
    argv: [juju, 'config', application, '-m', model, '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => ofApplication(application, jujuDocument(answer)),
  }
}

function ofApplication(wanted: string, document: JsonObject): JujuConfig {
  const application = document.text('application')
  if (application !== wanted) throw new NotUnderstood(`is about ${JSON.stringify(application)}, wanted ${JSON.stringify(wanted)}`)
  const settings = document.objects('settings')
  // A charm may have no option, so `settings` may be empty. But since 2.5, Juju always lists its own `trust` in `application-config`. An answer in
  // which both are empty is therefore blank.
  const isBlank = settings.length === 0 && document.optionalObjects('application-config').length === 0
  if (isBlank) throw new NotUnderstood(`holds no setting of ${wanted} at all`)
  return new Map(settings.map(([name, setting]) => [name, settingOf(setting)]))
}

function settingOf(setting: JsonObject): Setting {
  const source = setting.text('source')
  const value = setting.own('value')
  switch (source) {
    case 'unset':
      if (value !== undefined) throw new NotUnderstood(`${setting.at}: is unset and yet has a value`)
      return { source }
    case 'default':
    case 'user':
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { source, value }
      throw new NotUnderstood(
        `${setting.at}.value: wanted a text, a number, true or false, got ${value === undefined ? 'nothing' : typeof value}`,
      )
    default:
      throw new NotUnderstood(`${setting.at}.source: wanted default, user or unset, got ${JSON.stringify(source)}`)
  }
}
