#!/bin/sh
# Becomes PID 1 of a host: start.sh FOLDER plain|systemd, run by host.ts inside new mount, pid, uts and ipc namespaces.
# FOLDER/layer holds the host's own files; its root is this machine's root under them. All writes go to a tmpfs
# that only this mount namespace knows, so when PID 1 dies nothing is left behind.
set -e
folder=$1 boots=$2
mount -t tmpfs -o mode=755 tmpfs "$folder/mnt"
cd "$folder/mnt"
mkdir up work root
cp -a "$folder/layer/." up/
rm -rf "$folder/layer"
mount -t overlay overlay -o lowerdir=/,upperdir=up,workdir=work root
cd root

mount -t proc proc proc
# systemd would set machine-wide sysctls
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mkdir -p run/lock run/sshd run/haproxy
mount -t tmpfs -o mode=755 tmpfs dev
for node in null zero random urandom tty full; do
  touch dev/$node
  mount --bind /dev/$node dev/$node
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
hostname -F etc/hostname

if [ "$boots" = systemd ]; then
  mount -t sysfs -o ro sysfs sys
  mount -t cgroup2 cgroup2 sys/fs/cgroup
  ln -s null dev/console
  # start what the layer asks for, not what this machine has enabled
  for wants in etc/systemd/system/*.wants; do
    [ "$wants" = etc/systemd/system/lab.target.wants ] || rm -rf "$wants"
  done
fi

mkdir -p old
pivot_root . old
umount -l /old
rmdir /old
cd /
# only now is /proc this host's own, by which unshare finds itself
if [ -f /etc/lab/interfaces ]; then
  : > /run/lab-net
  unshare --net=/run/lab-net /sbin/ip -batch /etc/lab/interfaces
fi
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
if [ "$boots" = systemd ]; then
  exec env -i container=lxc PATH=$path /lib/systemd/systemd --system --unit=lab.target --log-target=journal --show-status=false
fi
export PATH=$path
/usr/sbin/sshd -E /run/sshd.log
if [ -e /etc/lab/start.sh ]; then . /etc/lab/start.sh; fi
# stays as PID 1; dash reaps whatever is orphaned while it waits
while :; do
  sleep 86400 &
  wait $!
done
