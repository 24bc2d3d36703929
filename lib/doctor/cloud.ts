import { existsSync, statSync } from 'node:fs'
import { cloudParts, partNames, pinsFile, readPins } from '../phase/cloud-pins.ts'
import { ConfigError } from '../phase/config-error.ts'
import { typed } from '../phase/typed.ts'
import { shellLine } from '../transport/question.ts'
import { type Check, checksOf } from './check.ts'

const { fine, wrong, none } = checksOf('cloud')

/** Shows which cloud is pinned, by the id of each part. Only a run can show which cloud answers today. */
export function checkCloud(site: Parameters<typeof pinsFile>[0]): Check {
  const file = pinsFile(site)
  if (!existsSync(file))
    return none(`not pinned, so another cloud in its place would not be noticed; to pin it, type: ${typed} trust --cloud`)
  try {
    const pinned = readPins(site) ?? {}
    if ((statSync(file).mode & 0o022) !== 0)
      return wrong(`other users may write ${file}, and so decide which cloud is trusted`, shellLine(['chmod', '600', file]))
    const parts = cloudParts.flatMap((part) => (pinned[part] ? [`${partNames[part]} ${pinned[part].id}`] : []))
    return parts.length === 0
      ? none(`${file} pins no part of the cloud; to pin it, type: ${typed} trust --cloud`)
      : fine(`${parts.join(', ')}, pinned in ${file}`)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return wrong(error.message, shellLine(['rm', file]))
  }
}
