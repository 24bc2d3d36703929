/**
 * Anybody who reads this file owns the management cluster. The file's mode, owner and folder do not protect a copy in /tmp. grep searches for copies
 * on the machine, and none of their content leaves the machine.
 */
import { answered, gate, none, of, shellLine, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({
  owner: z.string(),
  /** The most permissive mode that the file may have, octal: `600` */
  mode: z.string().regex(/^[0-7]{3,4}$/),
})

const test = gate('kubeconfig-sealed', want).extend('seen', { scope: 'file' }, async ({ magnum, units }) => {
  const [files, copies] = await Promise.all([magnum.kubeconfigsOf(units), magnum.kubeconfigCopiesOn(units)])
  const silent = [...new Map([...files.silent, ...copies.silent].map((one) => [`${one.at} ${one.saw}`, one])).values()]
  return { files, copies, silent }
})

test.saw('every conductor’s unit answered', ({ seen }) =>
  answered(
    { asked: seen.files.units, silent: seen.silent.filter((one) => seen.files.units.includes(one.at)) },
    'unit',
    'no unit runs magnum',
  ),
)

test.saw('this machine answered', ({ seen }) =>
  none(
    seen.silent.filter((one) => !seen.files.units.includes(one.at)),
    of(1, 'machine'),
    'did not answer',
  ),
)

test('the kubeconfig is there, and only the conductor may read it', ({ seen, want }) => {
  const wrong = seen.files.seen.flatMap(({ unit, file: { path, seal, isClosed } }) => {
    const folder = path.slice(0, path.lastIndexOf('/')) || '/'
    const look = typedOn(unit, shellLine(['sudo', 'ls', '-la', folder]))
    if (isClosed) return { at: unit, saw: `${want.owner} has no permission to look into a folder on the way to ${path}`, fix: look }
    if (!seal) return { at: unit, saw: `there is no ${path}`, fix: look }
    if (seal.sizeBytes === 0) return { at: unit, saw: `${path} is empty`, fix: typedOn(unit, shellLine(['sudo', 'ls', '-l', path])) }
    const open = (Number.parseInt(seal.mode, 8) & ~Number.parseInt(want.mode, 8) & 0o777) !== 0
    if (!open && seal.owner === want.owner && seal.isReadable) return []
    const fixes = [
      ...(seal.owner === want.owner ? [] : [shellLine(['sudo', 'chown', want.owner, path])]),
      ...(open || !seal.isReadable ? [shellLine(['sudo', 'chmod', want.mode, path])] : []),
    ]
    const shut = seal.isReadable ? '' : `, and ${want.owner} may not read it`
    const saw = `${path} is ${seal.mode} ${seal.owner}:${seal.group}, wanted ${want.mode} ${want.owner}${shut}`
    return { at: unit, saw, fix: typedOn(unit, fixes.join(' && ')) }
  })
  return none(wrong, of(seen.files.seen, 'kubeconfig'), 'is not sealed')
})

test('no other account may put another file in its place', ({ seen, want }) => {
  const trusted = ['root', want.owner]
  const isOpen = ({
    path,
    mode,
    owner,
    group,
  }: {
    readonly path: string
    readonly mode: string
    readonly owner: string
    readonly group: string
  }) =>
    /^\/(?:var\/)?tmp(?:\/|$)|^\/dev\/shm/.test(path) ||
    (Number.parseInt(mode, 8) & 0o002) !== 0 ||
    !trusted.includes(owner) ||
    ((Number.parseInt(mode, 8) & 0o020) !== 0 && !trusted.includes(group))
  const wrong = seen.files.seen.flatMap(({ unit, file: { folder } }) =>
    folder && isOpen(folder) ? { at: unit, saw: `it lies in ${folder.path}, ${folder.mode} ${folder.owner}:${folder.group}` } : [],
  )
  return none(wrong, of(seen.files.seen, 'kubeconfig'), 'lies where another account may write')
})

test('no copy is left in a folder for temporary files', ({ seen }) => {
  const left = seen.copies.seen.flatMap(({ unit, copies }) =>
    copies.map(({ path, mode, owner }) => ({
      at: unit,
      saw: `${path}, ${mode} ${owner}`,
      fix: typedOn(unit, shellLine(['sudo', 'ls', '-l', path])),
    })),
  )
  return none(left, of(seen.copies.seen, 'machine'), 'holds a copy', { count: new Set(left.map((one) => one.at)).size })
})
