import { Site } from '../phase/site.ts'
import type { Scene } from '../recording/scene.ts'

/** The names in the example cloud, and those that another cloud might use. Longer names come first, because one may be part of another. */
const names: readonly (readonly [RegExp, string])[] = [
  [/10\.12\.4\./g, '198.18.4.'],
  [/10\.12\.5\./g, '198.18.5.'],
  [/10\.12\.8\./g, '198.18.8.'],
  [/\bcapi-mgmt-v2\b/g, 'steering-7'],
  [/\/home\/ubuntu\b/g, '/home/pilot'],
  [/\bmaas admin\b/g, 'maas ops'],
  [/-m openstack\b/g, '-m cumulus'],
  [/\bshow-model openstack\b/g, 'show-model cumulus'],
  [/"openstack"(?=:\{"name":"admin\/openstack")/g, '"cumulus"'],
  [/(?<="model":\{"name":)"openstack"/g, '"cumulus"'],
  [/\b4na83t\b/g, 'zz00aa'],
  [/\bopenstack([0-3])\b/g, 'rack$1'],
  [/\bubuntu-jammy-kube-v1\.34\.8\b/g, 'node-image-nine'],
  [/\badmin-openrc\b/g, 'pilot-rc'],
  [/\bvault-root-ca\.pem\b/g, 'trust.pem'],
  [/\bdemo\b/g, 'meadow'],
]

/** Names of the example cloud that must not appear in any text about another cloud. */
export const exampleWords = names.map(([word]) => word)

export function renamedScene(scene: Scene): Scene {
  return JSON.parse(renamed(JSON.stringify(scene))) as Scene
}

export function renamedSite(site: Site): Site {
  const own = Site.parse(JSON.parse(renamed(JSON.stringify(site))))
  return { ...own, juju: { ...own.juju, model: 'cumulus' }, ...(own.maas ? { maas: { ...own.maas, profile: 'ops' } } : {}) }
}

function renamed(text: string): string {
  return names.reduce((all, [word, other]) => all.replaceAll(word, other), text)
}
