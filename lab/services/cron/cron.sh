#!/bin/sh
# cron.sh FOLDER: Debian's cron in the foreground, with FOLDER/crontab as its only table and FOLDER/sendmail in the place of sendmail. Run in a
# mount namespace of its own (unshare --mount --propagation private), so that this machine's own tables, mail and daemon are not touched.
set -e
folder=$1
mkdir -p "$folder/top" /var/spool/cron/crontabs
mount -t tmpfs tmpfs "$folder/top"
mkdir "$folder/top/up" "$folder/top/work"
mount -t overlay overlay -o "lowerdir=/usr/sbin,upperdir=$folder/top/up,workdir=$folder/top/work" /usr/sbin
cp "$folder/sendmail" /usr/sbin/sendmail
chmod 0755 /usr/sbin/sendmail
mount -t tmpfs -o mode=1730 tmpfs /var/spool/cron/crontabs
mount -t tmpfs -o mode=755 tmpfs /etc/cron.d
mount -t tmpfs -o mode=755 tmpfs /run
cp "$folder/crontab" /etc/cron.d/gates
chmod 0644 /etc/cron.d/gates
: > "$folder/top/empty"
mount --bind "$folder/top/empty" /etc/crontab
# pam_loginuid needs rights that a container has not.
printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' > "$folder/top/pam"
mount --bind "$folder/top/pam" /etc/pam.d/cron
exec /usr/sbin/cron -f
