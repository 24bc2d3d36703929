/** Whoever reads this file owns the management cluster. Its seal is its mode, its owner and its folder, and every copy in /tmp breaks it: grep looks for those where they are, and nothing of them leaves. */
import { expect, gate, shellLine, typedOn } from 'openstack-gates/gate'

interface Want {
  readonly owner: string
  /** Most it may have, octal: `600` */
  readonly mode: string
}

const test = gate<Want>('kubeconfig-sealed').extend('seen', { scope: 'file' }, async ({ magnum, units }) => {
  const [files, copies] = await Promise.all([magnum.kubeconfigsOf(units), magnum.kubeconfigCopiesOn(units)])
  return { files, copies }
})

test.saw('every conductor’s unit and this machine answered', ({ seen }) => {
  const silent = [...seen.files.silent, ...seen.copies.silent]
  expect(seen.files.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(silent, `${new Set(silent.map((one) => one.at)).size} of ${seen.copies.units.length} did not tell`).toEqual([])
})

test('the kubeconfig is there, and only the conductor may read it', ({ seen, want }) => {
  const wrong = seen.files.seen.flatMap(({ unit, file: { path, seal } }) => {
    const folder = path.slice(0, path.lastIndexOf('/')) || '/'
    if (!seal) return { at: unit, saw: `there is no ${path}`, fix: typedOn(unit, shellLine(['sudo', 'ls', '-la', folder])) }
    if (seal.sizeBytes === 0) return { at: unit, saw: `${path} is empty`, fix: typedOn(unit, shellLine(['sudo', 'ls', '-l', path])) }
    const open = (Number.parseInt(seal.mode, 8) & ~Number.parseInt(want.mode, 8) & 0o777) !== 0
    if (!open && seal.owner === want.owner) return []
    const fixes = [
      ...(seal.owner === want.owner ? [] : [shellLine(['sudo', 'chown', want.owner, path])]),
      ...(open ? [shellLine(['sudo', 'chmod', want.mode, path])] : []),
    ]
    const saw = `${path} is ${seal.mode} ${seal.owner}:${seal.group}, wanted ${want.mode} ${want.owner}`
    return { at: unit, saw, fix: typedOn(unit, fixes.join(' && ')) }
  })
  expect(wrong, `${wrong.length} of ${seen.files.seen.length} kubeconfigs are not sealed`).toEqual([])
})

test('nobody else may put another in its place', ({ seen }) => {
  const wrong = seen.files.seen.flatMap(({ unit, file: { folder } }) =>
    folder && (/^\/(?:var\/)?tmp(?:\/|$)|^\/dev\/shm/.test(folder.path) || (Number.parseInt(folder.mode, 8) & 0o002) !== 0)
      ? { at: unit, saw: `it lies in ${folder.path}, ${folder.mode} ${folder.owner}:${folder.group}` }
      : [],
  )
  expect(wrong, `${wrong.length} of ${seen.files.seen.length} lie where anybody may write`).toEqual([])
})

test('no copy is left in a folder for temporary files', ({ seen }) => {
  const left = seen.copies.seen.flatMap(({ unit, copies }) =>
    copies.map(({ path, mode, owner }) => ({
      at: unit,
      saw: `${path}, ${mode} ${owner}`,
      fix: typedOn(unit, shellLine(['sudo', 'ls', '-l', path])),
    })),
  )
  expect(left, `${left.length} copies are left on ${new Set(left.map((one) => one.at)).size} machines`).toEqual([])
})
