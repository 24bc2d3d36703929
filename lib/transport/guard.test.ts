import { describe, expect, test } from 'vitest'
import { driverCode } from '../adapters/magnum-conductor/driver.ts'
import { refuseWrites } from './guard.ts'
import type { OwnPrograms } from './guard-commands.ts'
import { describe as asked, jumphost, type Question } from './question.ts'

const on = { name: 'keystone/0', address: '10.12.8.101' }
const command = (argv: readonly string[], more: Partial<Extract<Question, { kind: 'command' }>> = {}): Question => ({
  kind: 'command',
  on,
  argv,
  ...more,
})
const refused = (question: Question, own: OwnPrograms = {}) => {
  try {
    refuseWrites(question, own)
    return 'sent'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}
const notListed = (question: Question) =>
  `CouldNotLook: refused to run "${asked(question)}": it is not on the list of commands that only read`
const words = (line: string) => line.split(' ')

describe('is sent', () => {
  test.each([
    'juju status -m openstack --format json',
    '/snap/bin/juju status -m maas-controller:admin/openstack --format json',
    '/snap/bin/juju_36 status -m openstack --format json',
    '/opt/juju-3.6/juju version',
    'juju config keystone -m openstack --format json',
    'juju version',
    'juju run vault/leader get-root-ca -m openstack --wait=2m --format json',
    'maas admin machines read',
    '/snap/bin/maas_edge admin machines read',
    'true',
    'cat /etc/default/magnum-conductor',
    'cat /srv/bundle.yaml',
    'systemctl show magnum-conductor -p MainPID,NRestarts',
    'head -c 256 /opt/magnum/bin/magnum-conductor',
    'namei -l /opt/magnum/bin/python3',
  ])('%s, but never through sudo', (line) => {
    expect(refused(command(words(line)))).toBe('sent')
    const asRoot = command(words(line), { sudo: true })
    expect(refused(asRoot)).toBe(notListed(asRoot))
  })

  test.each([
    'nginx -t',
    'crm_mon -1 --output-as=xml',
    'stat -L -c %a /etc/default/magnum-conductor',
    'virsh domstate openstack0',
    'grep -z ^PATH= /proc/120/environ',
  ])('%s, through sudo too', (line) => {
    expect(refused(command(words(line)))).toBe('sent')
    expect(refused(command(words(line), { sudo: true }))).toBe('sent')
  })

  test('a program by the absolute path that the site gives it, whatever its name, and by no other', () => {
    const status = ['-m', 'openstack', '--format', 'json']
    const own = { juju: '/opt/clients/j3', maas: '/opt/clients/region' }
    expect(refused(command(['/opt/clients/j3', 'status', ...status]), own)).toBe('sent')
    expect(refused(command(['/opt/clients/region', 'admin', 'machines', 'read']), own)).toBe('sent')
    for (const argv of [
      ['/opt/clients/j3', 'status', ...status, '--watch'],
      ['/opt/clients/j3', 'admin', 'machines', 'read'],
      ['/opt/clients/other', 'status', ...status],
      ['j3', 'status', ...status],
    ])
      expect(refused(command(argv), own)).toBe(notListed(command(argv)))
    expect(refused(command(['j3', 'status', ...status]), { juju: 'j3' })).not.toBe('sent')
  })

  test('a script, word for word', () => {
    const script = 'command -v helm && helm version --short'
    expect(refused(command(['env', '-i', 'PATH=/usr/sbin:/bin', 'sh', '-c', script]))).toBe('sent')
    expect(refused(command(['env', '-i', 'PATH=/usr/sbin:/bin', 'sh', '-c', `${script}; reboot`]))).not.toBe('sent')
    expect(refused(command(['env', '-i', 'PATH=$(reboot)', 'sh', '-c', script]))).not.toBe('sent')
    const polls = [
      'log=/var/log/magnum/magnum-conductor.log; date "+%F %T" && head -c 1 "$log" >/dev/null && if test -s "$log" || test -s "$log.1";',
      'then tail -qc 4194304 "$log.1" "$log" | grep -aoE ".{0,400}Skip pulling data from cluster .{1,300}" | tail -n 500;',
      'else echo "$log is empty" >&2; exit 1; fi',
    ].join(' ')
    expect(refused(command(['sh', '-c', polls]))).toBe('sent')
    for (const other of [
      polls.replace('magnum-conductor.log', 'magnum-api.log'),
      polls.replace('Skip pulling data from cluster', 'password'),
      polls.replace('/dev/null', '/etc/passwd'),
    ])
      expect(refused(command(['sh', '-c', other]))).not.toBe('sent')
  })

  test('a GET, a handshake, a login, and the probe that declares its effect', () => {
    expect(refused({ kind: 'get', on: { name: 'mgmt' }, path: '/api/v1/pods?limit=500' })).toBe('sent')
    expect(refused({ kind: 'tls', on: { name: '10.12.4.50:5000' } })).toBe('sent')
    expect(refused({ kind: 'login', on: { name: 'identity' } })).toBe('sent')
    expect(refused({ kind: 'probe', on: { name: 'mgmt' }, connect: '10.12.4.50:5000' })).toBe('sent')
  })

  test('an environment that only says where and in which language', () => {
    expect(refused(command(['juju', 'version'], { on: jumphost, env: { JUJU_DATA: '/j', LC_ALL: 'C' } }))).toBe('sent')
  })
})

describe('is refused', () => {
  test.each([
    'juju remove-unit keystone/0',
    'juju remove-application keystone -m openstack --format json',
    'juju config keystone vip=10.12.4.51',
    'juju config keystone vip=10.12.4.51 -m openstack --format json',
    'juju config keystone --reset vip -m openstack --format json',
    'juju run keystone/0 pause',
    'juju run keystone/0 get-root-ca -m openstack --wait=2m --format json',
    'juju run vault/leader reset -m openstack --wait=2m --format json',
    'juju exec --all reboot',
    'juju ssh keystone/0 reboot',
    'juju scp x keystone/0:',
    'juju status',
    'juju status -m openstack --format json --watch 1s',
    'juju status -m --format --format json',
    'juju status -m -c --format json',
    'jujuu status -m openstack --format json',
    'juju-crashdump status -m openstack --format json',
    'juju logout',
    'juju run vault/leader reseal -m openstack',
    'juju version --debug',
    'maas list',
    'maas admin whoami',
    'maas login admin http://10.12.8.10 key',
    'maas login machines read',
    'maas logout machines read',
    'maas apikey subnets read',
    'maas config subnet ip-addresses 1',
    'maas admin subnet ip-addresses 01',
    '/bin/rm admin machines read',
    '/usr/bin/tee status -m openstack --format json',
    '/snap/bin/../../tmp/juju version',
    'maas admin machine delete 4y3h7n',
    'maas admin ipranges create type=reserved',
    'openstack server delete x',
    'kubectl delete pod x',
    'kubectl get pods',
    'curl -X POST http://10.12.8.1',
    'curl http://10.12.8.1',
    'wget http://10.12.8.1',
    'rm -rf /etc/haproxy',
    'sudo rm -rf /etc/haproxy',
    'sudo true',
    'tee /etc/default/magnum-conductor',
    'dd if=/dev/zero of=/dev/sda',
    'sh',
    'sh -c true',
    'bash -c true',
    'env true',
    'env -i sh -c true',
    'python3 -c print(1)',
    '/usr/bin/python3 -I -c print(1)',
    'perl -e 1',
    'true true',
    'systemctl restart haproxy',
    'systemctl show haproxy -p MainPID --runtime',
    'systemctl show --all -p MainPID',
    'systemctl reload haproxy',
    'stat -L -c %a etc/passwd',
    'stat --printf=%n -c %a /etc/passwd',
    'cat /etc/shadow',
    'cat /etc/default/../shadow',
    'cat /x/../etc/shadow.yaml',
    'cat /x//etc/shadow.yaml',
    'cat /./shadow.yaml',
    'cat /x/../SHA256SUMS',
    'sha256sum /x/../etc/shadow',
    'realpath -e /x/..',
    'qemu-img info -U --output=json /var/lib/libvirt/images/../../../../etc/shadow',
    'stat -L -c %a /etc/../root',
    'nginx -t -c /etc/nginx/../shadow',
    'grep -z ^PATH= /proc/../etc/environ',
    'head -c 256 /etc/shadow',
    'head -c 256 /x/../magnum-conductor',
    'namei -l /tmp/x',
    'cat /etc/default/a /etc/shadow',
    '/etc/init.d/magnum-conductor restart',
    '/etc/init.d/../../bin/reboot show-args',
    'grep -z ^PATH= /proc/120/mem',
    'grep -r password /etc',
    'find / -delete',
    'find -L /etc -maxdepth 2 ! -readable -delete',
    'nginx -s stop',
    'haproxy -f /etc/haproxy/haproxy.cfg',
    'haproxy -c -V -f /etc/haproxy/haproxy.cfg -D',
    'vault operator seal',
    'vault operator unseal x',
    'socat - UNIX-CONNECT:/var/run/haproxy/admin.sock',
    'socat -t 10 EXEC:reboot UNIX-CONNECT:/var/run/haproxy/admin.sock',
    'ip link set eth0 down',
    'ip -j address flush',
    'crm_mon -1 --output-as=xml --exec=reboot',
    'virsh destroy x',
    'qemu-img create x 1G',
    'k8s bootstrap',
    'reboot',
  ])('%s', (line) => {
    for (const question of [command(words(line)), command(words(line), { sudo: true }), command(words(line), { on: jumphost })])
      expect(refused(question)).toBe(notListed(question))
  })

  test.each<[string, readonly string[]]>([
    ['nothing', []],
    ['an empty word', ['']],
    ['a word too few', ['juju', 'status', '-m', 'openstack', '--format']],
    ['an empty word at the end', ['true', '']],
    ['a line break behind a word', ['juju', 'config', 'keystone\n', '-m', 'openstack', '--format', 'json']],
    ['a line break inside a word', ['juju', 'config', 'a\nb', '-m', 'openstack', '--format', 'json']],
    ['a line break in front', ['\ntrue']],
    ['a NUL', ['cat', '/etc/default/a\0b']],
    ['an option for a name', ['juju', 'config', '--file', '-m', 'openstack', '--format', 'json']],
    ['a blank in a name', ['systemctl', 'show', 'a b', '-p', 'MainPID']],
    ['a semicolon', ['cat', '/etc/default/a;reboot']],
    ['a substitution', ['cat', '/etc/default/$(reboot)']],
    ['a look-alike letter', ['ϳuju', 'version']],
    ['a listed line as one word', ['juju version']],
    ['capitals', ['TRUE']],
  ])('%s', (_what, argv) => {
    expect(refused(command(argv))).toBe(notListed(command(argv)))
  })

  test.each([
    '/tmp/evil/python3',
    '/home/ubuntu/python3',
    '/var/tmp/python3',
    '/dev/shm/python3',
    '/usr/bin/../../tmp/python3',
    '/opt/../tmp/python3',
    '/usr/bin/perl',
    'python3',
    './python3',
    '/usr/bin/python3/../sh',
  ])('the driver’s version from %s', (python) => {
    const question = command([python, '-I', '-c', driverCode])
    expect(refused(question)).toBe(notListed(question))
  })

  test.each(['PATH', 'LD_PRELOAD', 'BASH_ENV', 'JUJU_MODEL', 'KUBECONFIG'])('a listed command under another %s', (name) => {
    const question = command(['juju', 'version'], { on: jumphost, env: { [name]: '/tmp/x' } })
    expect(refused(question)).toBe(notListed(question))
  })

  test.each<[string, object]>([
    ['of a kind there is none of', { kind: 'put', on: { name: 'mgmt' }, path: '/version' }],
    ['without a kind', { on: { name: 'mgmt' }, path: '/version' }],
    ['for a token of something else', { kind: 'login', on: { name: 'compute' } }],
    ['for a handshake with a path', { kind: 'tls', on: { name: '10.12.4.50:5000/x' } }],
    ['for a handshake with an option', { kind: 'tls', on: { name: '-x:1' } }],
    ['for a probe of another cluster', { kind: 'probe', on: { name: 'workload/demo' }, connect: '10.12.4.50:5000' }],
    ['for a probe with an option', { kind: 'probe', on: { name: 'mgmt' }, connect: '--help:1' }],
    ['for a probe of two places', { kind: 'probe', on: { name: 'mgmt' }, connect: '10.12.4.50:5000 x:1' }],
  ])('a question %s', (_what, odd) => {
    const question = odd as Question
    expect(refused(question)).toBe(notListed(question))
  })

  test('as our own doing, never as a fact about the cloud', () => {
    expect(() => refuseWrites(command(['reboot']))).toThrow(expect.objectContaining({ kind: 'guard', key: 'read-only guard' }))
  })
})
