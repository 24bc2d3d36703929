/**
 * The openstack command is confined, with a /tmp of its own. It cannot follow a link out of a home, so a file's real path decides whether the command
 * can see the file. In a home, the command may open only files of the account that runs it, whatever their mode, and no data of other snaps (snapd,
 * interfaces/builtin/home.go).
 */
import { all, gate, none, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  temporary: z.array(z.string()).nonempty(),
  homes: z.array(z.string()).nonempty(),
})

const test = gate('staging-outside-tmp', want).extend('staged', { scope: 'file' }, async ({ host, site }) => host.staged(site.staging))

const isIn = (path: string, folders: readonly string[]) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
const shown = ({ path, realPath }: { readonly path: string; readonly realPath?: string }) =>
  realPath === undefined || realPath === path ? path : `${path}, which is ${realPath}`

/** The snap that contains the openstack command. The command may open this snap's own data below ~/snap. */
const itsOwn = 'openstackclients'

test.saw('the site names what is staged, and all of it is there', ({ staged }) => {
  const missing = staged.filter((one) => one.realPath === undefined).map(({ path }) => ({ at: path, saw: 'is not there' }))
  return all(some(staged, 'the site file names nothing in staging'), none(missing, of(staged, 'staged path'), 'is not there'))
})

test('nothing is staged in a folder for temporary files', ({ staged, want }) => {
  const temporary = staged
    .filter((one) => isIn(one.path, want.temporary) || isIn(one.realPath ?? '', want.temporary))
    .map((one) => ({ at: one.path, saw: `${shown(one)}, is not a place to keep a file` }))
  return none(temporary, of(staged, 'staged path'), 'is in a folder for temporary files')
})

test('the openstack command, which is confined, can see every staged path', ({ staged, want }) => {
  const hidden = staged.flatMap((one) => {
    if (one.realPath === undefined || isIn(one.realPath, want.temporary)) return []
    if (!isIn(one.realPath, want.homes)) return [{ at: one.path, saw: `${shown(one)}, is outside ${want.homes.join(' and ')}` }]
    const home = want.homes.find((folder) => isIn(one.realPath ?? '', [folder])) ?? ''
    const [, , below = '', snap] = one.realPath.slice(home.length).split('/')
    if (below.startsWith('.')) return [{ at: one.path, saw: `${shown(one)}, is in a hidden folder of a home` }]
    return below === 'snap' && snap !== itsOwn ? [{ at: one.path, saw: `${shown(one)}, is where other snaps keep their data` }] : []
  })
  return none(hidden, of(staged, 'staged path'), 'is in a folder that the openstack command cannot see')
})

test('every staged file in a home belongs to the home’s owner: the openstack command can open no others', ({ staged }) => {
  const foreign = staged.flatMap(({ path, foreign: files }) =>
    files.map((one) => ({ at: path, saw: `${one} belongs to another account than the home it is in` })),
  )
  return nothing(
    foreign,
    `the openstack command cannot open ${foreign.length === 1 ? '1 file' : `${foreign.length} files`} of other accounts`,
  )
})

test('this account can read every staged path', ({ staged }) => {
  const closed = staged.flatMap(({ path, unreadable }) => unreadable.map((one) => ({ at: path, saw: `${one} is not readable` })))
  return nothing(closed, `this account cannot read ${closed.length === 1 ? '1 file' : `${closed.length} files`}`)
})
