import { expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { capiHelmSettings } from './capi-helm.ts'
import { confFiles } from './conf-dir.ts'
import { driverIn } from './driver.ts'
import { helmOnInitPath } from './helm.ts'
import { kubeconfigAt } from './kubeconfig.ts'
import { kubeconfigCopies } from './kubeconfig-copies.ts'
import { kubeconfigFile } from './kubeconfig-file.ts'
import { skippedPolls } from './skipped-polls.ts'

const commands = [
  capiHelmSettings('/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d'),
  confFiles('/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d'),
  kubeconfigCopies(true),
  kubeconfigFile('/etc/magnum/kubeconfig'),
  kubeconfigAt('/etc/magnum/kubeconfig', 'magnum'),
  driverIn('/usr/bin/python3'),
].map(({ argv }) => [argv[0] as string, argv] as const)

const asks = (argv: readonly string[]) => () => refuseWrites({ kind: 'command', on: { name: 'magnum/0' }, argv })

test.each(commands)('the read-only guard lets %s through, and nothing more of it', (_, argv) => {
  expect(asks(argv)).not.toThrow()
  expect(asks([...argv, '-delete'])).toThrow('refused to run')
  expect(
    asks(
      argv.map((word) =>
        word.replace('api_resources', 'password').replace('-printf', '-fprintf').replace('-ohP', '-hP').replace('-c', '-m'),
      ),
    ),
  ).toThrow('refused to run')
  expect(asks(argv.map((word) => word.replace(/^\/(etc|tmp|usr)/, '$HOME/$1')))).toThrow('refused to run')
})

const asMagnum = [
  confFiles('/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d'),
  kubeconfigFile('/etc/magnum/kubeconfig'),
  kubeconfigAt('/etc/magnum/kubeconfig', 'magnum'),
  helmOnInitPath,
  skippedPolls,
].map(({ argv }) => [argv[0] as string, argv] as const)

test.each(asMagnum)('%s of the service’s user is sent as magnum, and never as root', (_, argv) => {
  const as = (sudo: 'magnum' | true) => () => refuseWrites({ kind: 'command', on: { name: 'magnum/0' }, argv, sudo })
  expect(as('magnum')).not.toThrow()
  expect(as(true)).toThrow('refused to run')
})

test('what is root’s to run is not sent as magnum', () => {
  const argv = ['virsh', 'domstate', 'openstack0']
  expect(() => refuseWrites({ kind: 'command', on: { name: 'magnum/0' }, argv, sudo: 'magnum' })).toThrow('refused to run')
})
