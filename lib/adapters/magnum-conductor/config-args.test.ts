import { expect, test } from 'vitest'
import { configArgs } from './config-args.ts'

test.each([
  ['--config-dir /etc/magnum/magnum.conf.d', ['/etc/magnum/magnum.conf.d']],
  ['--config-dir=/etc/magnum/magnum.conf.d', ['/etc/magnum/magnum.conf.d']],
  ['--config-dir=/a --config-dir /b', ['/a', '/b']],
  ['--config-directory=/a', []],
  ['--config-dir', []],
  // one folder, spelled in other ways
  ['--config-dir /etc/magnum/magnum.conf.d/', ['/etc/magnum/magnum.conf.d']],
  ['--config-dir=/etc//magnum/./magnum.conf.d//', ['/etc/magnum/magnum.conf.d']],
  ['--config-dir /etc/magnum/magnum.conf.d\r --log-file=x', ['/etc/magnum/magnum.conf.d\r']],
  ['', []],
])('the folders of %j are %j', (options, configDirs) => {
  expect(configArgs(`/usr/bin/magnum-conductor ${options}`).configDirs).toEqual(configDirs)
})
