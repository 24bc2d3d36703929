#!/bin/sh
# First process of the lab's hypervisor, in namespaces of its own: a real libvirtd that has no network, no cgroups and no AppArmor.
# $1: a folder for what libvirt writes; the machine's own libvirt is left alone.
set -eu
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
mkdir -p /run/libvirt /run/lock
for part in etc/libvirt var/lib/libvirt var/log/libvirt var/cache/libvirt; do
  mkdir -p "$1/$part" "/$part"
  [ "$part" = etc/libvirt ] && cp -a /etc/libvirt/. "$1/$part/"
  mount --bind "$1/$part" "/$part"
done
mkdir -p /var/lib/libvirt/images
chmod 711 /var/lib/libvirt /var/lib/libvirt/images
rm -f /etc/libvirt/qemu/networks/autostart/default.xml
printf '%s\n' 'cgroup_controllers = [ ]' 'security_driver = "none"' 'namespaces = [ ]' >> /etc/libvirt/qemu.conf
/usr/sbin/virtlogd -d
/usr/sbin/libvirtd -d
# libvirt waits for a qemu it tried to be gone; somebody has to take orphans away.
while :; do
  sleep 3600 &
  wait $!
done
