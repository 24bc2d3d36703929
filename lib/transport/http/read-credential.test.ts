import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readCredential } from './read-credential.ts'

const scratch = mkdtempSync(join(tmpdir(), 'read-credential-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const path = join(scratch, 'openrc')
const credential = (text: string) => {
  writeFileSync(path, text)
  return readCredential({ kind: 'openrc', path }, { projects: ['admin'], domain: 'admin_domain' })
}

describe('the credential of an openrc', () => {
  test.each([
    ['two on a line', 'export OS_USERNAME=admin OS_PASSWORD="hunter 22"\n'],
    ['declare -x', "declare -x OS_USERNAME=admin\ndeclare -x OS_PASSWORD='hunter 22'"],
    ['without export, since our own login needs none', 'OS_USERNAME=admin\nOS_PASSWORD=hunter\\ 22'],
    ['a value for one command, which does not count', 'OS_USERNAME=admin OS_PASSWORD="hunter 22"\nOS_PASSWORD=x openstack token issue'],
    [
      'as Horizon writes it, with tests for blank values',
      'export OS_USER_DOMAIN_NAME="admin_domain"\nif [ -z "$OS_USER_DOMAIN_NAME" ]; then unset OS_USER_DOMAIN_NAME; fi\nexport OS_USERNAME="admin"\nexport OS_PASSWORD="hunter 22"',
    ],
    ['behind another file, which is not read', '. ~/more\nexport OS_USERNAME=admin OS_PASSWORD="hunter 22"'],
  ])('is read as bash reads it: %s', async (_, text) => {
    expect(await credential(text)).toMatchObject({ who: 'user admin', secret: 'hunter 22' })
  })

  test.each([
    [
      'carriage returns',
      'export OS_USERNAME=admin\r\nexport OS_PASSWORD=hunter22\r\n',
      'sets OS_PASSWORD to a value that ends in a carriage return, as a file saved on Windows does',
    ],
    [
      'a password that is taken back',
      'export OS_USERNAME=admin OS_PASSWORD=x\nunset OS_PASSWORD',
      'holds neither a password nor an application credential',
    ],
    [
      'a program',
      'export OS_USERNAME=admin\nexport OS_PASSWORD=$(pass show admin)',
      'sets OS_PASSWORD in a way that only a shell could evaluate: in line 2 it is the output of a program',
    ],
    [
      'a domain that a program supplies',
      'export OS_USERNAME=admin OS_PASSWORD=x OS_USER_DOMAIN_NAME=$(domain)',
      'sets OS_USER_DOMAIN_NAME in a way that only a shell could evaluate: in line 1 it is the output of a program',
    ],
    [
      'another file behind it',
      'export OS_USERNAME=admin OS_PASSWORD=x\nsource ~/more',
      'sets OS_PASSWORD in a way that only a shell could evaluate: in line 2 another file is read',
    ],
  ])('cannot be used with %s', async (_, text, why) => {
    await expect(credential(text)).rejects.toMatchObject({
      kind: 'credential',
      key: 'openstack login',
      message: `the openrc ${path} ${why}`,
      remedy: `ls -l ${path}`,
    })
  })
})
