/**
 * Whoever reads the image of an OSD reads the cloud's data. libvirt gives the file to the guest's own user for as long as the guest runs, so
 * the owner is judged together with the state of the guest.
 */
import { expect, gate, notApplicable, shellLine, typedOn } from 'openstack-gates/gate'

interface Want {
  readonly mode: string
  readonly owner: string
  readonly runningUser: string
  readonly format: string
}

const test = gate<Want>('libvirt-disks-private').extend('sweep', { scope: 'file' }, async ({ libvirt, site }) => {
  if (!site.hypervisor) throw notApplicable('the site file names no hypervisor: its hosts are no libvirt guests')
  return libvirt.disks()
})

test.saw('the disk of every host was looked at', ({ sweep }) => {
  expect(sweep.units.length, 'the site file names no host in maas.hosts').toBeGreaterThan(0)
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} hosts could not be looked at`).toEqual([])
})

test('every host has its OSD disk', ({ sweep }) => {
  const missing = sweep.seen.filter(({ file }) => !file.exists).map(({ unit, path }) => ({ at: unit, saw: `there is no ${path}` }))
  expect(missing, `${missing.length} of ${sweep.units.length} hosts have no OSD disk`).toEqual([])
})

test('nobody but root and the running guest can read a disk', ({ sweep, want, site }) => {
  const open = sweep.seen.flatMap(({ unit, path, file, domain }) => {
    if (!file.exists) return []
    const isRunning = domain !== 'absent' && domain !== 'shut off'
    const ownerIsRight = file.owner === want.owner || (isRunning && file.owner.startsWith(`${want.runningUser}:`))
    const fixes = [
      ...(file.mode === want.mode ? [] : [shellLine(['sudo', 'chmod', want.mode, path])]),
      ...(ownerIsRight ? [] : [shellLine(['sudo', 'chown', want.owner, path])]),
    ]
    if (fixes.length === 0) return []
    const saw = `${path} has mode ${file.mode} and belongs to ${file.owner}, the guest is ${domain === 'absent' ? 'unknown' : domain}`
    return [
      isRunning && !ownerIsRight
        ? { at: unit, saw }
        : { at: unit, saw, fix: typedOn(site.hypervisor?.address ?? 'this machine', fixes.join(' && ')) },
    ]
  })
  expect(open, `${open.length} of ${sweep.units.length} OSD disks are open to others`).toEqual([])
})

test('every disk is a sound image', ({ sweep, want }) => {
  const bad = sweep.seen.flatMap(({ unit, path, image }) => {
    if (!image) return []
    if ('problem' in image) return [{ at: unit, saw: `qemu cannot open ${path}: ${image.problem}` }]
    if (image.format !== want.format) return [{ at: unit, saw: `${path} is ${image.format}, not ${want.format}` }]
    return image.isCorrupt ? [{ at: unit, saw: `${path} is marked corrupt` }] : []
  })
  expect(bad, `${bad.length} of ${sweep.units.length} OSD disks are no sound ${want.format}`).toEqual([])
})

test('libvirt knows every host, and none has crashed', ({ sweep }) => {
  const wrong = sweep.seen
    .filter(({ domain }) => domain === 'absent' || domain === 'crashed')
    .map(({ unit, domain }) => ({ at: unit, saw: domain === 'absent' ? `libvirt has no domain ${unit}` : 'has crashed' }))
  expect(wrong, `${wrong.length} of ${sweep.units.length} guests are missing or have crashed`).toEqual([])
})
