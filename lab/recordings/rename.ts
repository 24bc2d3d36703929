import { hostname } from 'node:os'
import { projectRoot } from '../host/state.ts'

/** What replaces the names of the lab's machine in a recording, in this order. The stand-ins for juju and maas get the names of the real programs. */
const names: readonly (readonly [string | RegExp, string])[] = [
  [`${projectRoot}/lab/bin/`, ''],
  [`${projectRoot}/.lab`, '/srv/lab'],
  // another lab of this machine, whose processes this lab sees
  [/(?<![\w/])(?:\/[\w.-]+)+\/\.lab(?![\w-])/g, '/srv/other-lab'],
  [projectRoot, '/srv/openstack-gates'],
  [new RegExp(`(?<=["'\\s/=@])${hostname().replaceAll('.', String.raw`\.`)}(?=["'\\s,\\\\:]|$)`, 'gm'), 'lab-host'],
]

/** A text of a recording without the paths and the name of the machine it was made on. */
export function renamed(text: string): string {
  return names.reduce((so, [name, instead]) => so.replaceAll(name, instead), text)
}
