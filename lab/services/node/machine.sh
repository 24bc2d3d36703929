#!/bin/sh
# Becomes PID 1 of the machine that a real node runs on: machine.sh FOLDER CGROUP..., run by machine.ts inside new mount, pid, net, ipc,
# uts and cgroup namespaces, with NODE_ADDRESS in its environment. A CGROUP is `NAME=OPTIONS`, e.g. `memory=memory` or `systemd=none,name=systemd`.
# All that containerd and the kubelet write goes to a tmpfs that only this mount namespace knows: when PID 1 dies, nothing is left.
set -e
folder=$1
net=${NODE_ADDRESS%.*}
shift
fail() {
  echo "$1" >&2
  exit 1
}

mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lab /run/var /run/work /run/sysctl /run/netns
mount --bind "$folder" /run/lab
mount -t proc proc /proc
mount -t overlay overlay -o lowerdir=/var/lib,upperdir=/run/var,workdir=/run/work /var/lib ||
  fail 'the kernel of this machine mounts no overlay file system, which containerd needs'
mount -t tmpfs tmpfs /var/log

# Nobody answers there: what this machine asks is of no use in a network of its own.
echo "nameserver $NODE_ADDRESS" >/run/resolv.conf
mount --bind /run/resolv.conf "$(readlink -f /etc/resolv.conf)"

umount -R /sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
for cgroup; do
  mkdir "/sys/fs/cgroup/${cgroup%%=*}"
  mount -t cgroup -o "${cgroup#*=}" cgroup "/sys/fs/cgroup/${cgroup%%=*}" ||
    fail "the cgroup hierarchy ${cgroup%%=*} of this machine cannot be mounted again, which the kubelet needs"
done

# A kubelet sets these for the whole machine: it gets files of its own for them.
for sysctl in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  [ -e "/proc/sys/$sysctl" ] || continue
  own=/run/sysctl/$(echo "$sysctl" | tr / -)
  cat "/proc/sys/$sysctl" >"$own"
  mount --bind "$own" "/proc/sys/$sysctl"
done

# A kubelet takes no loopback address for its node's, so the node has one end of a cable; cable.ts may give the other end to the lab's machine.
hostname capi-mgmt-0
ip link set lo up
ip link add node0 type veth peer name cable0 || fail 'the kernel of this machine makes no veth pair, which pods need'
ip link set cable0 up
ip addr add "$NODE_ADDRESS/24" dev node0
ip link set node0 up
# What leaves by the default route is never answered; the unreachable network is refused by the node itself.
ip neigh replace "$net.254" lladdr 02:00:00:00:00:fe dev node0 nud permanent
ip route add default via "$net.254"
ip route add unreachable 10.99.1.0/24

: >/run/lab/ready
# stays as PID 1; dash reaps whatever is orphaned while it waits
while :; do
  sleep 86400 &
  wait $!
done
