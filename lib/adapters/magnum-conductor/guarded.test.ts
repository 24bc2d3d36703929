import { expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { capiHelmSettings } from './capi-helm.ts'
import { confDirOf } from './conf-dir.ts'
import { driverIn } from './driver.ts'
import { kubeconfigCopies } from './kubeconfig-copies.ts'
import { sealOf } from './kubeconfig-file.ts'
import { kubeconfigUsers } from './kubeconfig-users.ts'

const commands = [
  capiHelmSettings('/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d'),
  confDirOf('/etc/magnum/magnum.conf.d'),
  kubeconfigCopies(true),
  sealOf('/etc/magnum/kubeconfig'),
  kubeconfigUsers('/etc/magnum/kubeconfig'),
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
