import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** What the conductor's files set for the driver, in the order oslo.config reads them: the file, then *.conf of the folder by name. */
export interface CapiHelmSettings {
  /** Section headers by file: `/etc/magnum/magnum.conf.d/90-capi-helm.conf` → `['capi_helm']`. Only files that are read. */
  readonly sections: ReadonlyMap<string, readonly string[]>
  /** False when the folder does not exist. */
  readonly hasConfDir: boolean
  /** kubeconfig_file of [capi_helm]; absent when no file sets it. */
  readonly kubeconfigFile?: string
  /** api_resources of [capi_helm]: api_version and plural_name by kind; absent when no file sets it. */
  readonly apiResources?: ApiResources
}

export type ApiResources =
  | { readonly kinds: Readonly<Record<string, { readonly api_version?: string; readonly plural_name?: string }>> }
  | { readonly fault: string }

/** Section headers, two settings, and lines that can only go on with the second: nothing else of these files leaves the unit, for they hold passwords. */
export const settingsPattern =
  '^(\\[[^]]+\\]|(kubeconfig_file|api_resources)[[:space:]]*[=:].*|[[:space:]]+[]{}[",:[:space:]]+|[[:space:]]+[{,[:space:]]*"(api_version|plural_name|Cluster|OpenstackCluster|MachineDeployment|K8sControlPlane|Machine|Manifests|HelmRelease|HelmChartProxy)".*)$'

export function capiHelmSettings(configFile: string, configDir: string): Command<CapiHelmSettings> {
  return {
    argv: ['grep', '-RnoE', settingsPattern, configFile, configDir],
    sudo: true,
    // 2: a file or the folder could not be read; what the others hold is printed all the same.
    exits: [0, 2],
    parse: ({ exitCode, stdout, stderr }) => {
      const hasConfDir = exitCode === 0
      if (!hasConfDir && !isAbsent(configDir, stderr)) throw new NotUnderstood(`exited 2: ${firstLine(stderr)}`)
      const lines = wholeLines(stdout).map(lineOf)
      const files = [...new Set(lines.map((line) => line.file))].filter((file) => file === configFile || isRead(file, configDir)).sort()
      const inOrder = files.toSorted((a, b) => Number(b === configFile) - Number(a === configFile))
      if (!files.includes(configFile)) throw new NotUnderstood(`says nothing of ${configFile}, which has at least one section`)
      const settings = inOrder.flatMap((file) => settingsIn(lines.filter((line) => line.file === file)))
      const last = (name: string) => settings.findLast((one) => one.name === name)?.value
      const [kubeconfigFile, apiResources] = [last('kubeconfig_file'), last('api_resources')]
      return {
        sections: new Map(inOrder.map((file) => [file, sectionsIn(lines.filter((line) => line.file === file))])),
        hasConfDir,
        ...(kubeconfigFile === undefined ? {} : { kubeconfigFile }),
        ...(apiResources === undefined ? {} : { apiResources: resourcesIn(apiResources) }),
      }
    },
  }
}

interface Line {
  readonly file: string
  readonly number: number
  readonly text: string
}

/** `/etc/magnum/magnum.conf.d/90-capi-helm.conf:1:[capi_helm]` */
function lineOf(line: string): Line {
  const [, file, number, text] = /^(\/[^:]+):(\d+):(.*)$/.exec(line) ?? []
  if (file === undefined || text === undefined)
    throw new NotUnderstood(`has a line of ${line.length} characters that is not file, number and setting`)
  return { file, number: Number(number), text }
}

/** oslo.config globs `*.conf` in the folder itself: other names, hidden files and subfolders are not read. */
function isRead(file: string, configDir: string): boolean {
  const name = file.startsWith(`${configDir}/`) ? file.slice(configDir.length + 1) : ''
  return /^[^./][^/]*\.conf$/.test(name)
}

function sectionsIn(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ text }) => /^\[([^\]]+)\]/.exec(text)?.[1] ?? [])
}

function settingsIn(lines: readonly Line[]): readonly { readonly name: string; readonly value: string }[] {
  const found: { name: string; value: string; lastLine: number }[] = []
  let section = ''
  for (const { number, text } of lines) {
    const [, header] = /^\[([^\]]+)\]/.exec(text) ?? []
    const last = found.at(-1)
    if (header !== undefined) section = header
    else if (section !== 'capi_helm') continue
    else if (!/^\s/.test(text)) {
      const [, name = '', value = ''] = /^(\w+)\s*[=:]\s*(.*)$/.exec(text) ?? []
      found.push({ name, value: value.trim().replace(/^(['"])(.*)\1$/, '$2'), lastLine: number })
    } else if (last?.lastLine === number - 1) {
      last.value += `\n${text.trim()}`
      last.lastLine = number
    }
  }
  return found
}

/** The driver parses it with json.loads as it is imported: what is no JSON keeps the conductor from using it at all. */
function resourcesIn(value: string): ApiResources {
  try {
    const kinds = JSON.parse(value) as unknown
    if (typeof kinds !== 'object' || kinds === null || Array.isArray(kinds)) return { fault: 'api_resources is no JSON object' }
    return { kinds: kinds as Record<string, { api_version?: string }> }
  } catch (error) {
    // It may go on in lines that are not printed: then only a whole one can be judged.
    if (/\n|[{,[]$/.test(value))
      throw new NotUnderstood('sets api_resources over several lines, of which some are not read: write it on one')
    return { fault: `api_resources is no JSON: ${(error as Error).message}` }
  }
}

function isAbsent(path: string, stderr: string): boolean {
  return stderr.trim() === `grep: ${path}: No such file or directory`
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 300) || 'and said nothing'
}
