/**
 * oslo.config reads *.conf of the folder and nothing else, silently, and a file it may not open keeps the conductor from starting. So what is
 * looked for is the section in a file that is read, and the right to read it; never a value.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly section: string
}

const test = gate<Want>('conductor-conf-dir-read').extend('seen', { scope: 'file' }, async ({ magnum, units }) => magnum.settingsOf(units))

test.saw('every conductor’s unit answered', ({ seen }) => {
  expect(seen.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(seen.silent, `${seen.silent.length} of ${seen.units.length} units did not tell`).toEqual([])
})

test('a file in the folder has the section', ({ seen, want }) => {
  const without = seen.seen.flatMap(({ unit, settings, dir }) => {
    if (!dir.exists) return { at: unit, saw: 'there is no /etc/magnum/magnum.conf.d' }
    const read = [...settings.sections].filter(([file]) => file.startsWith('/etc/magnum/magnum.conf.d/'))
    if (read.some(([, sections]) => sections.includes(want.section))) return []
    const told = read.map(([file, sections]) => `${file} has ${sections.join(', ') || 'none'}`)
    return {
      at: unit,
      saw:
        told.join('; ') || `no *.conf in the folder has a section: it holds ${dir.entries.map((one) => one.name).join(', ') || 'nothing'}`,
    }
  })
  expect(without, `${without.length} of ${seen.seen.length} conductors read no [${want.section}]`).toEqual([])
})

test('the conductor may read every file there, and nobody else may write them', ({ seen }) => {
  const wrong = seen.seen.flatMap(({ unit, dir }) =>
    (dir.exists ? [dir.folder, ...dir.entries.filter((one) => one.isFile && one.name.endsWith('.conf'))] : [])
      .filter((one) => !one.isReadable || (Number.parseInt(one.mode, 8) & 0o002) !== 0)
      .map((one) => ({
        at: unit,
        saw: `magnum.conf.d/${one.name} is ${one.mode} ${one.owner}:${one.group}, which ${one.isReadable ? 'anybody may write' : 'magnum may not read'}`,
      })),
  )
  expect(wrong, `${wrong.length} files or folders have the wrong mode`).toEqual([])
})
