import { chmodSync, copyFileSync, rmSync, symlinkSync } from 'node:fs'
import { unit } from '../../cloud/table.ts'
import { fetchWrongHelm, helm } from '../../cloud/tools.ts'
import type { Faults } from '../../faults/fault.ts'
import { inside } from '../../host/inside.ts'

const hit = unit('magnum/1')
const link = '/usr/bin/helm'
const program = '/usr/local/bin/helm'

export const helmFaults: Faults = {
  'helm-only-local-bin': {
    on: hit.name,
    does: 'helm is in /usr/local/bin only: a login shell finds it, the conductor does not',
    async apply() {
      rmSync(inside(hit, link), { force: true })
    },
    async undo() {
      rmSync(inside(hit, link), { force: true })
      symlinkSync(program, inside(hit, link))
    },
  },
  'helm-wrong-version': {
    on: hit.name,
    does: 'helm is v3.17.2, where the chart wants v3.17.3',
    async apply() {
      install(await fetchWrongHelm())
    },
    async undo() {
      install(helm())
    },
  },
}

function install(file: string): void {
  const to = inside(hit, program)
  rmSync(to, { force: true })
  copyFileSync(file, to)
  chmodSync(to, 0o755)
}
