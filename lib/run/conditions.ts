import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, UsageError } from '../phase/config-error.ts'
import type { GateSpec } from '../phase/phase.ts'
import { recordingsDir, sharedScenes, sitesDir } from '../phase/project.ts'
import { checkSite, readSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { mergePatch, patchBetween } from '../recording/merge-patch.ts'
import { readScene } from '../recording/read-scene.ts'
import type { Scene } from '../recording/scene.ts'
import { suggestion } from './select.ts'

/** Which recording answers for which gate. */
export interface Replay {
  readonly site: Site
  /** The recorded scene that answers each gate's questions, by gate id. A gate without a scene gets no answers. */
  readonly scenes: ReadonlyMap<string, Scene>
}

/**
 * The site of every bundled scene that does not name a site itself. It is the older cloud that the runbooks describe.
 */
export const sceneSite = 'example-two-planes'

/**
 * Chooses the bundled scene of each gate. A gate in `named` gets the scene given there, with that scene's own site. Every other gate gets the site
 * that `example` names, and its scene of the same name. A gate without such a scene answers on that site as in `healthy`, so it gets the scene
 * `healthy`.
 */
export function bundledReplay(specs: readonly GateSpec[], named: ReadonlyMap<string, string>, example = 'example'): Replay {
  for (const gate of named.keys()) {
    if (!specs.some((spec) => spec.id === gate)) {
      throw new UsageError(
        `--scene names ${gate}, which is not among the selected gates.${suggestion(
          gate,
          specs.map((spec) => spec.id),
        )}`,
      )
    }
  }
  const site = readSite(join(sitesDir, `${example}.yaml`))
  const usual = (spec: GateSpec) => (sceneNames(spec).includes(example) ? example : 'healthy')
  const sceneOf = (spec: GateSpec): Scene => {
    const name = named.get(spec.id)
    return name === undefined ? bundledScene(spec, usual(spec)) : onItsSite(bundledScene(spec, name), site)
  }
  return { site, scenes: new Map(specs.map((spec) => [spec.id, sceneOf(spec)])) }
}

/** The names of a gate's scenes, `healthy` and the others, in alphabetical order. */
export function sceneNames(spec: Pick<GateSpec, 'id' | 'phase'>): readonly string[] {
  const folder = recordingsDir(spec.phase, spec.id)
  const files = existsSync(folder) ? readdirSync(folder).toSorted() : []
  return files.flatMap((file) => (file.endsWith('.yaml') ? file.slice(0, -'.yaml'.length) : []))
}

export function bundledScene(spec: GateSpec, name: string): Scene {
  const file = join(recordingsDir(spec.phase, spec.id), `${name}.yaml`)
  if (existsSync(file)) return readScene(file, sharedScenes, { gate: spec.id, scene: name })
  const names = sceneNames(spec)
  throw new UsageError(`${spec.id} has no scene ${name}.${suggestion(name, names)} It has ${names.join(', ') || 'none'}`)
}

/** Rewrites the scene's site as a patch of the site `among`. Other scenes are replayed together with this one, and `among` is their site. */
function onItsSite(scene: Scene, among: Site): Scene {
  if (typeof scene.site === 'string' || among.name === sceneSite) return scene
  if (scene.site === undefined) return { ...scene, site: sceneSite }
  const own = mergePatch(readSite(join(sitesDir, `${sceneSite}.yaml`)), scene.site)
  return { ...scene, site: patchBetween(among, own) as Readonly<Record<string, unknown>> }
}

/** The replay of a folder that `--record DIR` wrote, or of the evidence folder of a report. */
export function recordedReplay(specs: readonly GateSpec[], dir: string): Replay {
  const siteFile = join(dir, 'site.yaml')
  if (!existsSync(siteFile))
    throw new ConfigError(
      dir,
      '',
      'a folder that --record wrote, with a site.yaml',
      existsSync(dir) ? 'no site.yaml in it' : 'no such folder',
    )
  const scenes = new Map<string, Scene>()
  for (const { id } of specs) {
    const file = join(dir, `${id}.yaml`)
    if (existsSync(file)) scenes.set(id, readScene(file, sharedScenes, { gate: id, scene: 'recorded' }))
  }
  if (scenes.size === 0) throw new UsageError(`${dir} holds no recording of any selected gate`)
  return { site: readSite(siteFile, { inside: dir }), scenes }
}

/** The site that a scene's answers belong to; `fallback` when the scene names none. */
export function siteOf(scene: Scene, fallback: Site): Site {
  if (scene.site === undefined) return fallback
  const named = `scene ${scene.scene} of ${scene.gate}: site`
  if (typeof scene.site !== 'string') return checkSite(mergePatch(fallback, scene.site), named)
  if (!/^[a-z0-9][\w.-]*$/.test(scene.site)) throw new ConfigError(named, '', 'the name of a file in sites/', scene.site)
  return readSite(join(sitesDir, `${scene.site}.yaml`))
}

/**
 * A gate's expectations: phase defaults, overridden by the site. Throws where the site file has a key that the phase does not know, or a value of
 * another type.
 */
export function wantOf(spec: GateSpec, site: Site): Readonly<Record<string, unknown>> {
  const own = site.want[spec.id] ?? {}
  for (const [key, value] of Object.entries(own)) {
    const known = spec.want[key]
    const path = `want.${spec.id}.${key}`
    if (known === undefined)
      throw new ConfigError(
        `site ${site.name}`,
        path,
        `one of ${Object.keys(spec.want).join(', ') || 'the settings of this gate (there are none)'}`,
        key,
      )
    if (typeof known !== typeof value || Array.isArray(known) !== Array.isArray(value)) {
      throw new ConfigError(
        `site ${site.name}`,
        path,
        `a ${Array.isArray(known) ? 'list' : typeof known} such as ${JSON.stringify(known)}`,
        value,
      )
    }
  }
  return { ...spec.want, ...own }
}
