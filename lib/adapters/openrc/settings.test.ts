import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import { openrcTransport } from '../../transport/openrc.ts'
import type { OpenrcQuestion } from '../../transport/question.ts'
import { openrcSettings } from './settings.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openrc-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const transport = openrcTransport()
const limits = { signal: new AbortController().signal, maxBytes: 1e6 }
const path = join(scratch, 'admin-openrc')
const answerTo = async (text: string) => {
  writeFileSync(path, text)
  return transport.ask({ kind: 'openrc', on: { name: 'jumphost' }, path }, limits)
}
const ask: Ask = async (question) => transport.ask(question as OpenrcQuestion, limits)
const settings = (text: string) => {
  writeFileSync(path, text)
  return openrcSettings(ask, path)
}
const at = (text: string) => settings(`export OS_AUTH_URL=${text}\n`).then((one) => one.authUrl)

test('nothing of an openrc but two settings and the names of the others leaves the transport', async () => {
  const answer = await answerTo("export OS_AUTH_URL=https://10.12.4.50:5000/v3 OS_PASSWORD='hunter2 hunter2'\r\nP=hunter3\nOS_TOKEN=$P\n")
  expect(answer).toEqual({
    kind: 'openrc',
    settings: JSON.stringify({
      settings: { OS_AUTH_URL: { value: 'https://10.12.4.50:5000/v3', exported: true } },
      names: ['OS_AUTH_URL', 'OS_PASSWORD', 'OS_TOKEN'],
      endInCarriageReturn: ['OS_PASSWORD'],
    }),
  })
})

describe('the settings of an openrc', () => {
  test('are read as bash reads them', async () => {
    expect(
      await settings(
        'declare -x OS_AUTH_URL="https://10.12.4.50:5000/v3" OS_USERNAME=admin\nOS_CACERT=/home/ubuntu/ca.pem\r\nOS_USERNAME=x openstack\n',
      ),
    ).toEqual({
      authUrl: { text: 'https://10.12.4.50:5000/v3', isTls: true, host: '10.12.4.50', isIp: true, port: 5000, path: '/v3' },
      caFile: '/home/ubuntu/ca.pem',
      names: ['OS_AUTH_URL', 'OS_USERNAME', 'OS_CACERT'],
      notExported: ['OS_CACERT'],
      endInCarriageReturn: ['OS_CACERT'],
    })
  })

  test('that are not made, or taken back, are absent', async () => {
    expect(await settings('export OS_USERNAME=admin OS_AUTH_URL=\nexport OS_CACERT=/ca.pem\nunset OS_CACERT\n')).toEqual({
      names: ['OS_USERNAME', 'OS_AUTH_URL'],
      notExported: [],
      endInCarriageReturn: [],
    })
  })

  test.each([
    ['https://keystone.example/v3', { isTls: true, host: 'keystone.example', isIp: false, port: 443, path: '/v3' }],
    ['http://10.12.4.50:5000', { isTls: false, host: '10.12.4.50', isIp: true, port: 5000, path: '/' }],
    ['HTTPS://[fd00::1]:5000/v3', { isTls: true, host: 'fd00::1', isIp: true, port: 5000, path: '/v3' }],
    // A browser's parser turns this into 10.12.4.50; the clients of OpenStack do not.
    ['https://0x0a.12.4.50:5000/v3', { isTls: true, host: '0x0a.12.4.50', isIp: false, port: 5000, path: '/v3' }],
    ['https://168559666:5000/./v3', { isTls: true, host: '168559666', isIp: false, port: 5000, path: '/./v3' }],
  ])('take OS_AUTH_URL apart: %s', async (text, url) => {
    expect(await at(text)).toEqual({ text, ...url })
  })

  test.each([
    ['keystone:5000', '"keystone:5000"'],
    ['https:/10.12.4.50:5000/v3', '"https:/10.12.4.50:5000/v3"'],
    ['"https://10.12.4.50:5000/v3 "', '"https://10.12.4.50:5000/v3 "'],
    ["$'https://10.12.4.50:5000\\t/v3'", '"https://10.12.4.50:5000\\t/v3"'],
    ['https:\\\\\\\\10.12.4.50:5000', '"https:\\\\\\\\10.12.4.50:5000"'],
  ])('have no HTTP URL in %s', async (text, quoted) => {
    const message = `jumphost OPENRC ${path}: sets OS_AUTH_URL to ${quoted}, which is not an HTTP URL`
    await expect(at(text)).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'not-understood', message })
  })

  test.each([
    ['nothing is set', '# empty\n', 'sets no OS_ variable: is it an openrc?'],
    [
      'a program supplies a value',
      '\nexport OS_AUTH_URL=$(juju run)\n',
      'sets OS_AUTH_URL in a way that only a shell could evaluate: in line 2 it is the output of a program',
    ],
    [
      'another file may set it',
      '. ./more\nexport OS_AUTH_URL=https://10.12.4.50:5000/v3\n',
      'only a shell could find out whether the file sets OS_CACERT: in line 1 another file is read',
    ],
  ])('are not understood when %s', async (_, text, message) => {
    await expect(settings(text)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      message: `jumphost OPENRC ${path}: ${message}`,
    })
  })

  test('could not be looked at', async () => {
    const absent = join(scratch, 'absent')
    await expect(openrcSettings(ask, absent)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'credential',
      key: 'openrc',
      message: `the openrc ${absent} does not exist`,
      remedy: `ls -l ${absent}`,
    })
    await expect(openrcSettings(ask, scratch)).rejects.toMatchObject({ message: `the openrc ${scratch} cannot be read (EISDIR)` })
  })
})
