import { type Command, NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'
import { yamlFile } from './yaml.ts'

export interface BundleApplication {
  readonly name: string
  /** The charm's bare name, e.g. `nova-compute`, whether the charm comes from Charmhub, from the old store or from a file. */
  readonly charm: string
  /**
   * The options as written in the bundle, or in the overlay that changes them. An option that is not listed has the charm's default.
   */
  readonly options: ReadonlyMap<string, unknown>
}

/** The applications of a Juju bundle. Overlays may follow the bundle in the same file, each a document of its own. */
export function bundle(path: string): Command<readonly BundleApplication[]> {
  return yamlFile(path, applicationsIn)
}

function applicationsIn(documents: readonly unknown[]): readonly BundleApplication[] {
  const [first, ...overlays] = documents.filter((document) => document !== null).map((document) => new JsonObject(document, ''))
  if (!first) throw new NotUnderstood('holds no document')
  if (!first.has('applications')) {
    throw new NotUnderstood(
      first.has('services')
        ? 'is a bundle of Juju 1, with services; only bundles of Juju 2 and later are understood'
        : 'is not a bundle: it has no applications',
    )
  }
  const applications = new Map(first.objects('applications').map(([name, of]) => [name, application(name, of)]))
  for (const overlay of overlays) if (overlay.has('applications')) apply(overlay, applications)
  return [...applications.values()]
}

/** An overlay changes options one by one; an application that is null in the overlay is removed. */
function apply(overlay: JsonObject, applications: Map<string, BundleApplication>): void {
  const entries = overlay.object('applications')
  for (const name of entries.keys()) {
    if (entries.own(name) === null) {
      applications.delete(name)
      continue
    }
    const of = entries.object(name)
    const before = applications.get(name)
    if (before) applications.set(name, { ...before, options: new Map([...before.options, ...optionsOf(of)]) })
    else applications.set(name, application(name, of))
  }
}

function application(name: string, of: JsonObject): BundleApplication {
  return { name, charm: charmName(of.text('charm')), options: new Map(optionsOf(of)) }
}

function optionsOf(of: JsonObject): readonly (readonly [string, unknown])[] {
  if (of.own('options') === undefined || of.own('options') === null) return []
  const options = of.object('options')
  return options.keys().map((key) => [key, options.own(key)] as const)
}

/** `ch:amd64/jammy/nova-compute-650`, `cs:~openstack/nova-compute`, `./charms/nova-compute_ubuntu-22.04-amd64.charm` → `nova-compute` */
export function charmName(reference: string): string {
  const last = reference.split('/').at(-1) ?? ''
  const isFile = /^[./]/.test(reference)
  const name = last.replace(/^(?:ch|cs|local):/, '')
  return isFile ? name.replace(/(?:_.*)?\.charm$/, '') : name.replace(/-\d+$/, '')
}
