import { load } from 'js-yaml'
import { type Settings, Unusable } from './credential.ts'

type Members = Readonly<Record<string, unknown>>

/** The settings of one cloud in a clouds.yaml. secure.yaml holds the settings that its owner keeps apart, and may be empty. Throws Unusable. */
export function readCloud(text: string, secureText: string, name: string): Settings {
  const clouds = recordOf(recordOf(yaml(text, 'clouds.yaml')).clouds)
  const known = Object.keys(clouds)
  if (!Object.hasOwn(clouds, name)) throw new Unusable(`has no cloud ${name}; it has ${known.join(', ') || 'none'}`)
  const cloud = recordOf(clouds[name])
  const secure = recordOf(recordOf(recordOf(yaml(secureText, 'secure.yaml')).clouds)[name])
  // `auth` holds most of the settings of a cloud; some stand beside `auth`.
  const all = { ...cloud, ...secure, ...recordOf(cloud.auth), ...recordOf(secure.auth) }
  return (setting) => {
    const value = Object.hasOwn(all, setting) ? all[setting] : undefined
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
  }
}

/** js-yaml quotes the offending lines, which may hold a password: only the place is passed on. */
function yaml(text: string, file: string): unknown {
  try {
    return text.trim() === '' ? {} : load(text)
  } catch (error) {
    const { mark } = error as { readonly mark?: { readonly line: number } }
    throw new Unusable(
      `${file === 'clouds.yaml' ? '' : `has a ${file} beside it that `}is not YAML${mark ? `, line ${mark.line + 1}` : ''}`,
    )
  }
}

function recordOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}
