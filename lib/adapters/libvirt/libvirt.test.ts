import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sitesDir } from '../../phase/project.ts'
import { readSite } from '../../phase/read-site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { Question } from '../../transport/question.ts'
import type { Command } from '../command.ts'
import { diskFile } from './disk-file.ts'
import { diskImage } from './disk-image.ts'
import { domainState, whyPaused } from './domain-state.ts'
import { createLibvirt } from './index.ts'

const reading =
  <Fact>({ parse }: Command<Fact>) =>
  (stdout: string, exitCode = 0, stderr = '') =>
    parse({ kind: 'command', exitCode, stdout, stderr })
const refused = (message: string) => expect.objectContaining({ name: 'NotUnderstood', message })
const path = '/var/lib/libvirt/images/openstack0-1.qcow2'

describe('the file of a disk', () => {
  const read = reading(diskFile(path))

  test('is asked as root', () => {
    expect(diskFile(path)).toMatchObject({ argv: ['stat', '-L', '-c', '%a %U:%G', path], sudo: true })
  })

  // coreutils 9.1: a guest that is shut off, and one that runs (libvirt 9.0 gives the file to the guest's user meanwhile).
  test.each([
    ['600 root:root\n', { exists: true, mode: '600', owner: 'root:root' }],
    ['600 libvirt-qemu:libvirt-qemu\n', { exists: true, mode: '600', owner: 'libvirt-qemu:libvirt-qemu' }],
  ])('%j', (stdout, fact) => {
    expect(read(stdout)).toEqual(fact)
  })

  test('may not be there', () => {
    expect(read('', 1, `stat: cannot statx '${path}': No such file or directory\n`)).toEqual({ exists: false })
  })

  test.each([
    ['', 1, `stat: cannot statx '${path}': Permission denied\n`, `exited 1: stat: cannot statx '${path}': Permission denied`],
    ['', 1, '', 'exited 1 without a message'],
    ['', 0, '', 'printed nothing'],
    ['600 root', 0, '', 'was cut short: the last line ends in "600 root", with no line feed'],
    ['600 root\n', 0, '', 'printed "600 root", wanted mode and owner'],
  ])('is not understood from %j, exit %i', (stdout, exit, stderr, message) => {
    expect(() => read(stdout, exit, stderr)).toThrow(refused(message))
  })
})

describe('qemu-img info', () => {
  const read = reading(diskImage(path))
  /** qemu-img 7.2.22. */
  const info = {
    'virtual-size': 67108864,
    filename: path,
    'cluster-size': 65536,
    format: 'qcow2',
    'actual-size': 200704,
    'format-specific': {
      type: 'qcow2',
      data: {
        compat: '1.1',
        'compression-type': 'zlib',
        'lazy-refcounts': false,
        'refcount-bits': 16,
        corrupt: false,
        'extended-l2': false,
      },
    },
    'dirty-flag': false,
  }

  test('looks past the lock of a running guest', () => {
    expect(diskImage(path).argv).toEqual(['qemu-img', 'info', '-U', '--output=json', path])
  })

  test('reads format and sizes', () => {
    expect(read(JSON.stringify(info))).toEqual({ format: 'qcow2', virtualBytes: 67108864, actualBytes: 200704, isCorrupt: false })
  })

  test('knows a corrupt image by its own mark', () => {
    const corrupt = { ...info, 'format-specific': { type: 'qcow2', data: { compat: '1.1', corrupt: true } } }
    expect(read(JSON.stringify(corrupt))).toMatchObject({ isCorrupt: true })
  })

  test('needs that mark, except for images of the old form, which have none', () => {
    const of = (data: object) => JSON.stringify({ ...info, 'format-specific': { type: 'qcow2', data } })
    expect(read(of({ compat: '0.10' }))).toMatchObject({ isCorrupt: false })
    expect(() => read(of({ compat: '1.1' }))).toThrow(refused('format-specific.data: wanted the flag corrupt, got nothing'))
  })

  test('calls a file with an unknown header raw', () => {
    const raw = { 'virtual-size': 1024, filename: 'junk.qcow2', format: 'raw', 'actual-size': 4096, 'dirty-flag': false }
    expect(read(JSON.stringify(raw))).toEqual({ format: 'raw', virtualBytes: 1024, actualBytes: 4096, isCorrupt: false })
  })

  test('says why qemu cannot open an image', () => {
    expect(read('', 1, "qemu-img: Could not open 'cut.qcow2': qcow2 header too short\n")).toEqual({ problem: 'qcow2 header too short' })
  })

  test.each([
    [
      '',
      1,
      `qemu-img: Could not open '${path}': Could not open '${path}': Permission denied\n`,
      `exited 1: qemu-img: Could not open '${path}': Could not open '${path}': Permission denied`,
    ],
    [
      '',
      1,
      `qemu-img: Could not open '${path}': Failed to get shared "write" lock\nIs another process using the image [${path}]?\n`,
      `exited 1: qemu-img: Could not open '${path}': Failed to get shared "write" lock\nIs another process using the image [${path}]?`,
    ],
    ['', 0, '', 'printed nothing'],
    ['{}', 0, '', 'format: wanted a text, got nothing'],
    ['{', 0, '', 'wanted JSON, got 1 characters that end "{"'],
  ])('is not understood from %j, exit %i', (stdout, exit, stderr, message) => {
    expect(() => read(stdout, exit, stderr)).toThrow(refused(message))
  })
})

describe('virsh domstate', () => {
  const read = reading(domainState('openstack0'))

  test.each([
    ['running', 'good', true],
    ['idle', 'good', true],
    ['paused', 'good', true],
    ['shut off', 'good', false],
    ['in shutdown', 'waiting', true],
    ['no state', 'waiting', true],
    ['crashed', 'bad', true],
    ['pmsuspended', 'bad', true],
    ['runn', 'unheard', true],
  ])('%s, and an empty line, is %s', (word, is, isOn) => {
    expect(read(`${word}\n\n`)).toEqual({ state: { word, is }, isOn, isPaused: word === 'paused' })
  })

  test.each([
    ['paused (user)', 'good'],
    ['paused (I/O error)', 'bad'],
    ['paused (unknown)', 'unheard'],
    ['running (unpaused)', 'unheard'],
  ])('--reason: %s is %s', (word, is) => {
    expect(reading(whyPaused('openstack0'))(`${word}\n\n`)).toEqual({ word, is })
  })

  test.each([
    ['virsh 9', "error: failed to get domain 'nope'\n\n"],
    ['others', "error: failed to get domain 'nope'\nerror: Domain not found: no domain with matching name 'nope'\n"],
  ])('a domain may not be there, as %s says', (_, stderr) => {
    expect(read('\n', 1, stderr)).toBe('absent')
  })

  test('a libvirt that does not answer is not an absent domain', () => {
    const stderr =
      "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory\n"
    expect(() => read('\n', 1, stderr)).toThrow(
      expect.objectContaining({
        name: 'CouldNotLook',
        kind: 'unreachable',
        key: 'libvirt',
        remedy: 'sudo systemctl status libvirtd  # on the hypervisor',
      }),
    )
  })

  test.each([
    [
      '\n',
      1,
      "error: failed to get domain 'x'\nerror: internal error: connection lost\n",
      "exited 1: error: failed to get domain 'x' error: internal error: connection lost",
    ],
    ['', 1, '', 'exited 1 without a message'],
    ['', 0, '', 'printed "", wanted the state of a domain'],
    ['running\nshut off\n', 0, '', 'printed "running\\nshut off\\n", wanted the state of a domain'],
  ])('is not understood from %j, exit %i', (stdout, exit, stderr, message) => {
    expect(() => read(stdout, exit, stderr)).toThrow(refused(message))
  })
})

test.each([
  ['the jumphost, when the site gives it no address', {}, { name: 'jumphost' }],
  ['the hypervisor by SSH', { address: '10.12.8.5' }, { name: 'hypervisor', address: '10.12.8.5' }],
])('disks are looked at on %s, each host by its name', async (_, hypervisor, on) => {
  const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
  const asked: Question[] = []
  const ask: Ask = async (question) => {
    asked.push(question)
    throw new CouldNotLook('unreachable', 'x', 'no')
  }
  const disk = '/srv/<host>/osd.qcow2'
  const { units, silent } = await createLibvirt(ask, { ...site, hypervisor: { ...hypervisor, disk } }).disks()
  expect({ units, silent: silent.length }).toEqual({ units: ['openstack0', 'openstack1', 'openstack2', 'openstack3'], silent: 4 })
  expect(asked[0]).toMatchObject({ on, sudo: true, argv: expect.arrayContaining(['/srv/openstack0/osd.qcow2']) })
})
