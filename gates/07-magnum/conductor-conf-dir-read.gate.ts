/**
 * oslo.config reads *.conf in the folder and silently ignores other files. The conductor does not start if it may not open a *.conf file. So
 * oslo.config's own parser reads the files, and permissions are checked under the conductor's account. Values are not judged.
 */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({ section: z.string() })
const folder = '/etc/magnum/magnum.conf.d'

const test = gate('conductor-conf-dir-read', want).extend('seen', { scope: 'file' }, async ({ magnum, units }) => magnum.settingsOf(units))

test.saw('every conductor’s unit answered', ({ seen }) =>
  answered({ asked: seen.units, silent: seen.silent }, 'unit', 'no unit runs magnum'),
)

test('oslo.config can read every file', ({ seen }) => {
  const broken = seen.seen.flatMap(({ unit, settings: { fault } }) => (fault ? { at: unit, saw: `${fault.file} ${fault.saw}` } : []))
  return none(broken, of(seen.seen, 'conductor'), 'cannot read its configuration')
})

test('a file in the folder has the section', ({ seen, want }) => {
  const without = seen.seen.flatMap(({ unit, settings, files }) => {
    if (settings.fault) return []
    if (!settings.hasConfDir) return { at: unit, saw: `there is no ${folder}` }
    const read = [...settings.sections].filter(([file]) => file.startsWith(`${folder}/`))
    if (read.some(([, sections]) => sections.some((one) => one.toLowerCase() === want.section))) return []
    const found = read.map(([file, sections]) => `${file} has ${sections.join(', ') || 'no section'}`)
    const held = files.entries.map((one) => one.name).join(', ') || 'nothing'
    return {
      at: unit,
      saw: found.join('; ') || `no file in the folder is read: oslo.config reads only *.conf, and the folder holds ${held}`,
    }
  })
  return none(without, of(seen.seen, 'conductor'), `does not read [${want.section}]`)
})

test('the conductor may read every file, and nobody else may write them', ({ seen }) => {
  const looked = seen.seen.map(({ unit, files: { main, folder, entries, closed } }) => ({
    unit,
    closed,
    files: [main, folder, ...entries.filter(({ isConf }) => isConf)].filter((one) => one !== undefined),
  }))
  const shut = looked.flatMap(({ unit, closed }) => closed.map((path) => ({ at: unit, saw: `magnum may not look at ${path}` })))
  const wrong = looked.flatMap(({ unit, files }) =>
    files
      .filter((one) => !one.isReadable || writerOf(one) !== undefined)
      .map((one) => ({
        at: unit,
        saw: `${one.path} is ${one.mode} ${one.owner}:${one.group}, which ${one.isReadable ? `${writerOf(one)} may write` : 'magnum may not read'}`,
      })),
  )
  const total = of(
    looked.flatMap(({ files, closed }) => [...files, ...closed]),
    'file or folder',
    'files and folders',
  )
  return none([...shut, ...wrong], total, 'has the wrong mode')
})

test.advises('no file was written after the conductor had started', ({ seen }) => {
  const late = seen.seen.flatMap(({ unit, files: { main, entries }, startedAt }) =>
    startedAt === undefined
      ? []
      : [...(main ? [main] : []), ...entries.filter(({ isConf }) => isConf)]
          // ps shows a start time up to two seconds too early, so a file that was written just before a restart may seem newer than the process.
          .filter((one) => one.written.getTime() >= startedAt.getTime() + 2000)
          .map((one) => ({
            at: unit,
            saw: `${one.path} was written after the conductor started: restart the conductor so that it reads this file`,
          })),
  )
  return none(late, of(seen.seen, 'conductor'), 'may run with older settings', { count: new Set(late.map((one) => one.at)).size })
})

const trusted = ['root', 'magnum']

/**
 * Who may write the file, apart from root and the service; undefined when no one else may. Any other owner of the file always counts, because an
 * owner can change the mode.
 */
function writerOf({ mode, owner, group }: { readonly mode: string; readonly owner: string; readonly group: string }): string | undefined {
  const bits = Number.parseInt(mode, 8)
  if ((bits & 0o002) !== 0) return 'anybody'
  if (!trusted.includes(owner)) return owner
  return (bits & 0o020) !== 0 && !trusted.includes(group) ? `the group ${group}` : undefined
}
