import { hypervisor, machines } from '../../cloud/table.ts'
import { startScript } from '../../host/host.ts'
import { attemptIn } from '../../host/inside.ts'
import type { Layer } from '../../host/layer.ts'

export const images = '/var/lib/libvirt/images'

/** The file of the OSD disk of a guest; `host` is the guest's host name. */
export function diskOf(host: string): string {
  return `${images}/${host}-1.qcow2`
}

/**
 * A real libvirtd without network, cgroups and AppArmor. It has one small guest per machine, defined but not started. Each guest has a qcow2 disk
 * that only its owner can read (mode 600).
 */
export function addLibvirt(layer: Layer): void {
  for (const { host } of machines) layer.file(`${domains}/${host}.xml`, domain(host))
  layer.file(startScript, start)
}

/** The command that starts a stopped libvirtd. */
export const startLibvirtd = ['/usr/sbin/libvirtd', '-d']

/** A complaint unless libvirt knows every guest. */
export async function libvirtAnswers(): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await attemptIn(hypervisor, ['virsh', 'list', '--all', '--name'])
  if (exitCode !== 0) return `virsh: ${stderr.trim()}`
  const missing = machines.find(({ host }) => !stdout.split('\n').includes(host))
  return missing && `libvirt has no guest ${missing.host}`
}

const domains = '/var/lib/lab'

/**
 * Starts libvirt on the lab's hypervisor. This machine's own libvirt is neither seen nor touched: libvirt on the hypervisor gets new, empty folders
 * for its state.
 */
const start = `mount -t sysfs -o ro sysfs /sys
for part in /var/lib/libvirt /var/log/libvirt /var/cache/libvirt; do mkdir -p $part; mount -t tmpfs -o mode=711 tmpfs $part; done
rm -rf /etc/libvirt/qemu/*.xml /etc/libvirt/qemu/autostart /etc/libvirt/qemu/networks/autostart
mkdir -p ${images} /run/libvirt
chmod 711 ${images}
printf '%s\\n' 'cgroup_controllers = [ ]' 'security_driver = "none"' 'namespaces = [ ]' >> /etc/libvirt/qemu.conf
for guest in ${machines.map(({ host }) => host).join(' ')}; do
  qemu-img create -q -f qcow2 ${images}/$guest-1.qcow2 64M
  chmod 600 ${images}/$guest-1.qcow2
done
/usr/sbin/virtlogd -d
/usr/sbin/libvirtd -d
until virsh uri > /dev/null 2>&1; do sleep 0.1; done
for guest in ${domains}/*.xml; do virsh define $guest > /dev/null; done
`

/** The libvirt XML of a guest. QEMU emulates the guest, so the lab needs no hardware support for virtualisation. */
function domain(name: string): string {
  return `<domain type='qemu'>
  <name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='${diskOf(name)}'/><target dev='vda' bus='virtio'/>
    </disk>
  </devices>
</domain>
`
}
