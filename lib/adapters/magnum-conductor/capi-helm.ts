import { z } from 'zod'
import { type Command, NotUnderstood } from '../command.ts'
import { printed } from './printed.ts'

/** The driver's settings in the conductor's files. oslo.config reads magnum.conf first, then the *.conf files in magnum.conf.d, sorted by name. */
export interface CapiHelmSettings {
  /** Sections by file: `/etc/magnum/magnum.conf.d/90-capi-helm.conf` → `['capi_helm']`. Only the files that oslo.config reads. */
  readonly sections: ReadonlyMap<string, readonly string[]>
  /** False when the folder does not exist. */
  readonly hasConfDir: boolean
  /** kubeconfig_file of [capi_helm]; absent when no file sets it. */
  readonly kubeconfigFile?: string
  /**
   * The setting api_resources of [capi_helm], or the fault in this setting. The setting can give the api_version and plural_name of a kind. Absent
   * when no file sets api_resources.
   */
  readonly apiResources?: ApiResources
  /** The fault that oslo.config finds in a file; it makes the conductor exit at its start. When there is a fault, nothing else is known. */
  readonly fault?: ConfigFault
}

export interface ConfigFault {
  /** `/etc/magnum/magnum.conf.d/90-capi-helm.conf` */
  readonly file: string
  /** `cannot be parsed in line 3` */
  readonly saw: string
}

export type ApiResources =
  | { readonly kinds: Readonly<Record<string, { readonly api_version?: string; readonly plural_name?: string }>> }
  | { readonly fault: string }

/**
 * oslo.config's own parser reads the files, so that a header, a continuation line and a carriage return mean the same here as to the conductor. The
 * files hold passwords, so only section names, two settings and an error's name, file and line are printed.
 */
export const settingsCode =
  'import glob,json,os,sys; at=""; sys.excepthook=lambda t,e,b: print(json.dumps({"error":t.__name__,"file":at,"line":getattr(e,"lineno",None)})); from oslo_config import cfg; main,folder=sys.argv[1:]; read=[((at:=f),(s:={}),cfg.ConfigParser(f,s).parse())[:2] for f in [main]+sorted(glob.glob(os.path.join(folder,"*.conf")))]; print(json.dumps({"folder":os.path.isdir(folder),"files":[{"file":f,"sections":list(s),"set":[{k:o[k][-1] if k=="api_resources" else o[k][-1].partition("\\n")[0]+o[k][-1].partition("\\n")[1] for k in ("kubeconfig_file","api_resources") if k in o} for n,o in s.items() if n.lower()=="capi_helm"]} for f,s in read]}))'

export function capiHelmSettings(configFile: string, configDir: string): Command<CapiHelmSettings> {
  return {
    argv: ['/usr/bin/python3', '-I', '-c', settingsCode, configFile, configDir],
    sudo: true,
    // 1: an error, which stdout names.
    exits: [0, 1],
    parse: ({ exitCode, stdout }) => {
      if (exitCode === 1) return { sections: new Map(), hasConfDir: true, fault: faultIn(printed(Failure, stdout)) }
      const { folder, files } = printed(Read, stdout)
      const set = files.flatMap((file) => file.set)
      const [kubeconfigFile, apiResources] = [lastOf(set.map((one) => one.kubeconfig_file)), lastOf(set.map((one) => one.api_resources))]
      return {
        sections: new Map(files.map((file) => [file.file, file.sections])),
        hasConfDir: folder,
        // An empty setting counts as none: the driver then looks in its default place.
        ...(kubeconfigFile ? { kubeconfigFile } : {}),
        ...(apiResources === undefined ? {} : { apiResources: resourcesIn(apiResources) }),
      }
    },
  }
}

const Failure = z.strictObject({ error: z.string(), file: z.string(), line: z.int().nullable() })
const Setting = z.strictObject({ kubeconfig_file: z.string().optional(), api_resources: z.string().optional() })
const Read = z.strictObject({
  folder: z.boolean(),
  files: z.array(z.strictObject({ file: z.string(), sections: z.array(z.string()), set: z.array(Setting) })).min(1),
})

function lastOf(values: readonly (string | undefined)[]): string | undefined {
  return values.findLast((value) => value !== undefined)
}

/** `{"error": "ParseError", "file": "/etc/magnum/magnum.conf.d/90-capi-helm.conf", "line": 7}` */
function faultIn({ error, file, line }: z.infer<typeof Failure>): ConfigFault {
  if (error === 'ModuleNotFoundError') throw new NotUnderstood('/usr/bin/python3 has no oslo.config, which reads the conductor’s files')
  const saw = faults.get(error)
  if (saw === undefined || file === '') throw new NotUnderstood(`ended with ${error} at ${file || 'its start'}`)
  return { file, saw: line === null ? saw : `${saw} in line ${line}` }
}

const faults: ReadonlyMap<string, string> = new Map([
  ['ParseError', 'cannot be parsed'],
  ['UnicodeDecodeError', 'is not UTF-8 text'],
  ['IsADirectoryError', 'is a folder'],
  ['FileNotFoundError', 'is not there, or is a link that leads nowhere'],
])

/** The driver's import fails unless json.loads reads the setting as an object of entries such as `"Machine": {"api_version": "…"}`. */
function resourcesIn(value: string): ApiResources {
  const kinds = jsonIn(value)
  if (kinds instanceof Error) return { fault: `api_resources is not JSON: ${kinds.message}` }
  if (!isObject(kinds)) return { fault: 'api_resources is not a JSON object' }
  for (const [kind, own] of Object.entries(kinds)) {
    if (!known.has(kind)) continue
    if (!isObject(own))
      return { fault: `api_resources: ${kind} is ${JSON.stringify(own)?.slice(0, 80)}, wanted an object with api_version` }
    for (const key of ['api_version', 'plural_name'])
      if (key in own && typeof own[key] !== 'string')
        return { fault: `api_resources: ${key} of ${kind} is ${JSON.stringify(own[key])?.slice(0, 80)}, wanted a text` }
  }
  return { kinds: kinds as Record<string, { api_version?: string }> }
}

/** The keys that the driver reads; it ignores all others. */
const known: ReadonlySet<string> = new Set(
  'Cluster OpenstackCluster MachineDeployment K8sControlPlane Machine Manifests HelmRelease HelmChartProxy'.split(' '),
)

function jsonIn(value: string): unknown {
  try {
    return JSON.parse(value) as unknown
  } catch (error) {
    return error
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
