// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell, not TypeScript
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Site } from '../phase/site.ts'
import { ownSecrets } from './own-secrets.ts'

const scratch = mkdtempSync(join(tmpdir(), 'own-secrets-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const openrc = join(scratch, 'openrc')
const learned = async (text: string) => {
  writeFileSync(openrc, text)
  return ownSecrets({ openrc, workload: [] } as unknown as Site, {})
}

describe('the password of an openrc is known', () => {
  test.each([
    ['plain', 'export OS_PASSWORD=hunter22\n'],
    ['without export', 'OS_PASSWORD=hunter22'],
    ['second on its line', 'export OS_USERNAME=admin OS_PASSWORD=hunter22 OS_CACERT=/x'],
    ['behind a semicolon', 'export OS_USERNAME=admin; OS_PASSWORD=hunter22; export OS_PASSWORD'],
    ['with declare -x', "declare -x OS_PASSWORD='hunter22'"],
    ['with typeset -x', 'typeset -x OS_PASSWORD="hunter22"'],
    ['put together', `export OS_PASSWORD='hun'"ter"22`],
    ['in ANSI-C quotes', "export OS_PASSWORD=$'hunter\\x322'"],
    ['added to', 'OS_PASSWORD=hunter\nOS_PASSWORD+=22'],
    ['continued on the next line', 'export OS_PASSWORD=hun\\\nter22'],
    ['of a Windows file', 'export OS_PASSWORD=hunter22\r\nexport OS_X=1\r\n'],
    ['behind a byte order mark', '\ufeffexport OS_PASSWORD=hunter22'],
    ['through another variable', 'p=hunter22\nexport OS_PASSWORD=$p'],
    ['as a default', 'export OS_PASSWORD=${OS_PASSWORD:-hunter22}'],
    ['for one command', 'OS_PASSWORD=hunter22 openstack token issue'],
    ['taken back', 'export OS_PASSWORD=hunter22\nunset OS_PASSWORD'],
    ['set again', 'export OS_PASSWORD=hunter22\nexport OS_PASSWORD=another-one'],
    ['in a branch', 'if [ "$1" = x ]; then export OS_PASSWORD=hunter22; fi'],
    ['in a function', 'admin() { export OS_PASSWORD=hunter22; }'],
    ['in a subshell', '(export OS_PASSWORD=hunter22; openstack token issue)'],
    ['in a substitution', 'x=$(OS_PASSWORD=hunter22 openstack token issue)'],
    ['in a comment', '# export OS_PASSWORD=hunter22'],
    ['in a here-document', 'cat >clouds.sh <<EOF\nexport OS_PASSWORD=hunter22\nEOF'],
    ['in an evaluated text', `eval "export OS_PASSWORD='hunter22'"`],
    ['quoted with its name', "export 'OS_PASSWORD=hunter22'"],
    ['of an application credential', 'export OS_APPLICATION_CREDENTIAL_ID=1 OS_APPLICATION_CREDENTIAL_SECRET=hunter22'],
    ['behind a quote that is never closed', "export OS_PASSWORD='hunter22\nexport OS_X=1"],
    ['behind another quote that is never closed', "export OS_X='1\nexport OS_PASSWORD=hunter22"],
    ['behind an error', 'if x\nexport OS_PASSWORD=hunter22'],
    ['in a file that is too large', `export OS_PASSWORD=hunter22\n#${'x'.repeat(20_000)}`],
  ])('%s', async (_, text) => {
    expect(await learned(text)).toContain('hunter22')
  })

  test('with the pieces that are written, when a program supplies the rest', async () => {
    expect(await learned('export OS_PASSWORD=hunter22$(date)')).toContain('hunter22')
  })
})

test('what is no secret of an openrc is not learned', async () => {
  expect(await learned('export OS_USERNAME=admin\nexport OS_AUTH_URL=https://10.12.4.50:5000/v3 OS_CACERT=/home/ubuntu/ca.pem\n')).toEqual(
    [],
  )
})

test('an openrc that is not there holds nothing', async () => {
  expect(await ownSecrets({ openrc: join(scratch, 'absent'), workload: [] } as unknown as Site, {})).toEqual([])
})
