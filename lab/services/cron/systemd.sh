#!/bin/sh
# systemd.sh FOLDER: Debian's systemd with the units of FOLDER/units and no others. FOLDER/project is the checkout of the account "operator",
# FOLDER/lib is /var/lib. Run in mount, pid, cgroup and network namespaces of its own, so that nothing of this machine is touched.
set -e
folder=$1
mount --make-rprivate /
mount -t sysfs -o ro sysfs /sys
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs /run
mount --bind "$folder/lib" /var/lib
mount -t tmpfs -o mode=755 tmpfs /home
mkdir -p /home/operator/gates /run/accounts
mount --bind "$folder/project" /home/operator/gates
{ cat /etc/passwd; echo 'operator:x:60999:60999::/home/operator:/bin/sh'; } > /run/accounts/passwd
{ cat /etc/group; echo 'operator:x:60999:'; } > /run/accounts/group
mount --bind /run/accounts/passwd /etc/passwd
mount --bind /run/accounts/group /etc/group
chown -R operator: /home/operator/gates/reports
chown operator: /home/operator
exec env -i PATH=/usr/bin:/bin container=lab SYSTEMD_UNIT_PATH="$folder/units" /lib/systemd/systemd --system --show-status=false
