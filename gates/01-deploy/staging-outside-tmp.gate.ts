/** The openstack command is confined: it has a /tmp of its own and follows no link out of a home. So the real path counts, not the written one. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly temporary: readonly string[]
  readonly homes: readonly string[]
}

const test = gate<Want>('staging-outside-tmp').extend('staged', { scope: 'file' }, async ({ host, site }) => host.staged(site.staging))

const isIn = (path: string, folders: readonly string[]) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
const shown = ({ path, realPath }: { readonly path: string; readonly realPath?: string }) =>
  realPath === undefined || realPath === path ? path : `${path}, which is ${realPath}`

test.saw('the site names what is staged, and all of it is there', ({ staged }) => {
  const missing = staged.filter((one) => one.realPath === undefined).map(({ path }) => ({ at: path, saw: 'is not there' }))
  expect(staged.length, 'the site file names nothing in staging').toBeGreaterThan(0)
  expect(missing, `${missing.length} of ${staged.length} are not there`).toEqual([])
})

test('nothing is staged in a folder for temporary files', ({ staged, want }) => {
  const temporary = staged
    .filter((one) => isIn(one.path, want.temporary) || isIn(one.realPath ?? '', want.temporary))
    .map((one) => ({ at: one.path, saw: `${shown(one)}, is no place to keep a file` }))
  expect(temporary, `${temporary.length} of ${staged.length} are in a folder for temporary files`).toEqual([])
})

test('the confined command can see all of it', ({ staged, want }) => {
  const hidden = staged.flatMap((one) => {
    if (one.realPath === undefined || isIn(one.realPath, want.temporary)) return []
    if (!isIn(one.realPath, want.homes)) return [{ at: one.path, saw: `${shown(one)}, is outside ${want.homes.join(' and ')}` }]
    const home = want.homes.find((folder) => isIn(one.realPath ?? '', [folder])) ?? ''
    const [, , below = ''] = one.realPath.slice(home.length).split('/')
    return below.startsWith('.') ? [{ at: one.path, saw: `${shown(one)}, is in a hidden folder of a home` }] : []
  })
  expect(hidden, `${hidden.length} of ${staged.length} are out of the openstack command’s sight`).toEqual([])
})

test('this account can read all of it', ({ staged }) => {
  const closed = staged.flatMap(({ path, unreadable }) => unreadable.map((one) => ({ at: path, saw: `${one} is not readable` })))
  expect(closed, `${closed.length} files are closed to this account`).toEqual([])
})
