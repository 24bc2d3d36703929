import { hostname } from 'node:os'
import { projectRoot } from '../host/state.ts'

/** What the machine of a lab is called in a recording of it, in this order. What stands for juju and maas is called as they are. */
const names: readonly (readonly [string | RegExp, string])[] = [
  [`${projectRoot}/lab/bin/`, ''],
  [`${projectRoot}/.lab`, '/srv/lab'],
  // another lab of this machine, whose processes this one sees
  [/(?<![\w/])(?:\/[\w.-]+)+\/\.lab(?![\w-])/g, '/srv/other-lab'],
  [projectRoot, '/srv/openstack-gates'],
  [new RegExp(`(?<=["'\\s/=@])${hostname().replaceAll('.', String.raw`\.`)}(?=["'\\s,\\\\:]|$)`, 'gm'), 'lab-host'],
]

/** A text of a recording without the paths and the name of the machine it was made on. */
export function renamed(text: string): string {
  return names.reduce((so, [name, instead]) => so.replaceAll(name, instead), text)
}
