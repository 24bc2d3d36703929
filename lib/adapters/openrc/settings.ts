import type { Ask } from '../../transport/ask.ts'
import { describe, jumphost, type OpenrcQuestion } from '../../transport/question.ts'
import { answerTo } from '../answer-to.ts'
import { NotUnderstood, understood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { type AuthUrl, authUrl } from './auth-url.ts'

/** What an openrc sets, without the values of secrets. A setting that it does not contain is absent. */
export interface OpenrcSettings {
  readonly authUrl?: AuthUrl
  /** `/home/ubuntu/vault-root-ca.pem` */
  readonly caFile?: string
  /** The names of all OS_ variables that the openrc sets, such as `OS_AUTH_URL`. Variables with a secret value are included. */
  readonly names: readonly string[]
  /** Which of OS_AUTH_URL and OS_CACERT the openrc sets without `export`, so that no program sees them. */
  readonly notExported: readonly string[]
  /** Names of the variables whose value ends in a carriage return. `authUrl` and `caFile` are without it. */
  readonly endInCarriageReturn: readonly string[]
}

/** Asks for the settings of the openrc at an absolute path. Rejects with CouldNotLook only. */
export async function openrcSettings(ask: Ask, path: string): Promise<OpenrcSettings> {
  const question: OpenrcQuestion = { kind: 'openrc', on: jumphost, path }
  const asked = describe(question)
  const answer = await answerTo(ask, question)
  return understood(asked, () => settingsIn(jsonObject(answer.settings)))
}

function settingsIn(document: JsonObject): OpenrcSettings {
  const names = document.texts('names')
  const elsewhere = document.optionalText('elsewhere')
  const settings = new Map(document.objects('settings'))
  if (names.length === 0 && elsewhere === undefined) throw new NotUnderstood('sets no OS_ variable: is it an openrc?')
  const url = settingOf('OS_AUTH_URL', settings.get('OS_AUTH_URL'), elsewhere)
  const caFile = settingOf('OS_CACERT', settings.get('OS_CACERT'), elsewhere)
  return {
    ...(url === undefined ? {} : { authUrl: authUrl(url) }),
    ...(caFile === undefined ? {} : { caFile }),
    names,
    notExported: [...settings].flatMap(([name, one]) => (one.flag('exported') ? [] : [name])),
    endInCarriageReturn: document.texts('endInCarriageReturn'),
  }
}

/**
 * Undefined when the variable is not set, or is set to an empty value. Throws NotUnderstood when only a shell could
 * work out the value.
 */
function settingOf(name: string, setting: JsonObject | undefined, elsewhere: string | undefined): string | undefined {
  if (setting === undefined) {
    if (elsewhere !== undefined) throw new NotUnderstood(`only a shell could find out whether the file sets ${name}: ${elsewhere}`)
    return undefined
  }
  const unknown = setting.optionalText('unknown')
  if (unknown !== undefined) throw new NotUnderstood(`sets ${name} in a way that only a shell could evaluate: ${unknown}`)
  return setting.text('value').replace(/\r+$/, '') || undefined
}
