/**
 * An OSD's disk image contains data of the cloud. While the guest runs, libvirt makes QEMU's account (libvirt-qemu) the owner of the image. So the
 * right owner depends on the guest's state.
 */
import { absent, answered, gate, none, notApplicable, of, shellLine, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({ mode: z.string(), owner: z.string(), runningUser: z.string(), format: z.string() })

const test = gate('libvirt-disks-private', want).extend('sweep', { scope: 'file' }, async ({ libvirt, site }) => {
  if (!site.hypervisor) throw notApplicable('the site file does not name a hypervisor, so the hosts of the site are not libvirt guests')
  return libvirt.disks()
})

test.saw('the disk of every host was looked at', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'host', 'the site file names no host in maas.hosts'),
)

test.saw('every guest is in a settled state that libvirt is known to report', ({ sweep: { units, seen } }) => {
  const open = seen.flatMap(({ unit, domain }) =>
    domain?.state.is === 'waiting' || domain?.state.is === 'unheard' ? [{ at: unit, saw: `the guest is "${domain.state.word}"` }] : [],
  )
  return none(open, of(units, 'guest'), 'is in a transient state, or in a state that libvirt is not known to report')
})

test('every host has its OSD disk', ({ sweep: { units, seen } }) => {
  const missing = seen.filter(({ file }) => !file.exists).map(({ unit, path }) => ({ at: unit, saw: `there is no ${path}` }))
  return absent(none(missing, of(units, 'host'), 'has no OSD disk'))
})

test('only root and the running guest can read a disk', ({ sweep: { units, seen }, want, site }) => {
  const open = seen.flatMap(({ unit, path, file, domain }) => {
    if (!file.exists) return []
    const isLent = domain?.isOn === true
    const ownerIsRight = file.owner === want.owner || (isLent && file.owner.startsWith(`${want.runningUser}:`))
    const fixes = [
      ...(isWithin(file.mode, want.mode) ? [] : [shellLine(['sudo', 'chmod', want.mode, path])]),
      ...(ownerIsRight ? [] : [shellLine(['sudo', 'chown', want.owner, path])]),
    ]
    if (fixes.length === 0) return []
    const saw = `${path} has mode ${file.mode} and belongs to ${file.owner}, the guest is ${domain?.state.word ?? 'unknown'}`
    const isInUse = isLent && !ownerIsRight
    return [isInUse ? { at: unit, saw } : { at: unit, saw, fix: typedOn(site.hypervisor?.address ?? 'this machine', fixes.join(' && ')) }]
  })
  return none(open, of(units, 'OSD disk'), 'is open to others')
})

test('every disk is a sound image', ({ sweep: { units, seen }, want }) => {
  const bad = seen.flatMap(({ unit, path, image }) => {
    if (!image) return []
    if ('problem' in image) return [{ at: unit, saw: `qemu cannot open ${path}: ${image.problem}` }]
    if (image.format !== want.format) return [{ at: unit, saw: `${path} is ${image.format}, not ${want.format}` }]
    return image.isCorrupt ? [{ at: unit, saw: `${path} is marked corrupt` }] : []
  })
  return none(bad, of(units, 'OSD disk'), `is not a sound ${want.format}`)
})

test('libvirt has a working guest for every host', ({ sweep: { units, seen } }) => {
  const wrong = seen.flatMap(({ unit, domain }) => {
    if (!domain) return [{ at: unit, saw: `libvirt has no domain ${unit}` }]
    return domain.state.is === 'bad' ? [{ at: unit, saw: `the guest is ${domain.state.word}` }] : []
  })
  return none(wrong, of(units, 'guest'), 'is missing or does not work')
})

/** Whether a mode allows no more than `most`; a stricter mode is fine. */
function isWithin(mode: string, most: string): boolean {
  return (Number.parseInt(mode, 8) & ~Number.parseInt(most, 8)) === 0
}
