#!/bin/bash
set -uo pipefail
cd "$(dirname "$0")" || exit 1
units() { juju status -m openstack --format json | jq -r '.applications[].units // {} | keys[]'; }
units | while read -r u; do
  juju ssh -m openstack "$u" 'sudo systemctl is-active haproxy' </dev/null || echo "FAIL $u"
done
mapfile -t hosts < <(maas admin machines read | jq -r '.[].hostname')
for h in "${hosts[@]}"; do ssh -n "ubuntu@$h" uptime; done
n=$(grep -c FAIL log || true)
if [ "$n" -gt 0 ]; then exit 1; fi
curl -sS -H @"$HOME/.config/token-header" https://10.12.4.50:5000/v3/projects
