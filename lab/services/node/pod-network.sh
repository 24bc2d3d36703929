#!/bin/sh
# The network plugin of pods in a node that is joined to the lab, run by containerd: Debian's bridge, after which a new pod asks its node for the
# lab's addresses, all in 127.0.0.0/8, and not its own loopback device. 127.0.0.1 stays the pod itself.
set -e
/usr/lib/cni/bridge
[ "$CNI_COMMAND" = ADD ] || exit 0
# containerd brings lo up at the same time, which would make the route again
exec nsenter --net="$CNI_NETNS" /bin/sh -ec '
  ip link set lo up
  echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
  ip route del local 127.0.0.0/8 dev lo table local
  ip route add 127.0.0.0/8 via "$(ip -4 route show default | cut -d " " -f 3)"
' >&2
