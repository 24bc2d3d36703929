import { expect, test } from 'vitest'
import { nearestAnswer } from './nearest.ts'

const answers = [
  'jumphost $ juju status -m openstack --format json',
  'jumphost $ sudo -n virsh domstate openstack0',
  'jumphost $ sudo -n virsh domstate openstack1',
  'jumphost $ env LC_ALL=C TZ=UTC0 ps -ww -C nginx -o pid=',
  'jumphost $ env VAULT_ADDR=http://127.0.0.1:8220 /snap/bin/vault status',
  'magnum/0 $ cat /etc/a',
  'https://10.12.4.50:5000 GET /v3',
  'mgmt GET /version',
  '10.12.4.50:5000 TLS',
].map((ask) => ({ ask }))

test.each([
  ['mgmt GET /version', 'mgmt GET /version'],
  ['jumphost $ sudo -n virsh domstate metal1', 'jumphost $ sudo -n virsh domstate openstack1'],
  ['jumphost $ virsh domstate x', 'jumphost $ sudo -n virsh domstate openstack0'],
  ['magnum/1 $ cat /srv/b', 'magnum/0 $ cat /etc/a'],
  ['jumphost $ env LC_ALL=C ps -C haproxy', 'jumphost $ env LC_ALL=C TZ=UTC0 ps -ww -C nginx -o pid='],
  ['https://192.168.4.5:5000 GET /v3', 'https://10.12.4.50:5000 GET /v3'],
  ['192.168.4.5:5000 TLS', '10.12.4.50:5000 TLS'],
  ['jumphost $ reboot', undefined],
  ['mgmt PROBE 10.12.4.50:5000', undefined],
  ['identity LOGIN', undefined],
])('%s is answered as %s', (asked, ask) => {
  expect(nearestAnswer(asked, answers)?.ask).toBe(ask)
})
