import { join } from 'node:path'
import { writeWhole } from '../files/write-whole.ts'
import { readPhases } from '../phase/phase.ts'
import { projectDir } from '../phase/project.ts'
import { bundledScene, sceneNames } from '../run/conditions.ts'
import { shapeIndexOf, shapes } from '../transport/guard-commands.ts'
import { shellLine } from '../transport/question.ts'

/** Programs for which a site may name another path. */
const ofTheSite = ['juju', 'maas']

export const commandsPagePath = join(projectDir, 'docs/commands.md')

/** The package that each program comes from on Ubuntu's server image. `not in the image` marks a program that may be missing there. */
const packages: Readonly<Record<string, string>> = {
  ...of('coreutils', ['cat', 'date', 'env', 'head', 'realpath', 'sha256sum', 'sha512sum', 'stat', 'true']),
  ...of('systemd', ['journalctl', 'resolvectl', 'systemctl']),
  ...of('procps', ['pgrep', 'ps']),
  find: 'findutils',
  grep: 'grep',
  sed: 'sed',
  sh: 'dash',
  ip: 'iproute2',
  namei: 'util-linux',
  python3: 'python3',
  nc: 'netcat-openbsd',
  socat: 'socat, which is not in the image: nc -U and python3 are tried instead',
  juju: 'snap juju, on the jumphost',
  maas: 'snap maas, on the jumphost',
  virsh: 'libvirt-clients, on the hypervisor',
  'qemu-img': 'qemu-utils, on the hypervisor',
  haproxy: 'haproxy, where a charm put it',
  nginx: 'nginx, on the proxy',
  crm_mon: 'pacemaker-cli-utils, where hacluster put it',
  vault: 'snap vault, where its charm put it',
  k8s: 'snap k8s, on the management node',
  helm: 'put there by phase 07, started through sh',
  'magnum-conductor': 'magnum-conductor: its init script',
}

/**
 * A page of every command that the guard lets through, by program, each with an example from the bundled scenes. When no scene uses the command, `…`
 * stands for the words that may differ.
 */
export function commandsPage(): string {
  const examples = exampleOfEach()
  const rows = shapes.map(({ words, sudo }, index) => {
    const argv =
      examples.get(index) ??
      words.map((word) => (typeof word === 'string' ? word : (ofTheSite.find((name) => typeof word === 'function' && word(name)) ?? '…')))
    return { program: programOf(argv), line: cut(shellLine(argv)), as: sudo ?? 'the login account' }
  })
  const sorted = rows.toSorted((a, b) => a.program.localeCompare(b.program, 'en') || a.line.localeCompare(b.line, 'en'))
  return [
    '# Commands',
    '',
    'Every command the suite may send, and no other: the guard lets nothing else through. Generated from the guard by',
    '`node lib/plan/commands-page.ts`; a test fails when this page is out of date. Names, paths and numbers are examples. `gates plan` shows what a',
    'selection would run in your cloud. `gates sudoers` shows the least that sudo must allow.',
    '',
    '| program | package | command | as |',
    '|---|---|---|---|',
    ...sorted.map(
      ({ program, line, as }) =>
        `| ${program} | ${packages[program] ?? '?'} | \`${line}\` | ${as === 'root' ? 'root, by sudo' : as === 'magnum' ? 'magnum, by sudo' : as} |`,
    ),
    '',
  ].join('\n')
}

function exampleOfEach(): ReadonlyMap<number, readonly string[]> {
  const asked = readPhases()
    .flatMap(({ gates }) => gates)
    .flatMap((spec) => sceneNames(spec).flatMap((name) => bundledScene(spec, name).answers))
    .flatMap(({ ask }) => / \$ (?:sudo -n (?:-u [a-z]+ )?)?(.*)$/s.exec(ask)?.[1] ?? [])
  const found = new Map<number, readonly string[]>()
  for (const line of new Set(asked)) {
    const argv = wordsOf(line)
    const index = shapeIndexOf(argv)
    if (index !== undefined && !found.has(index)) found.set(index, argv)
  }
  return found
}

/** Splits a line into words as a POSIX shell does. Handles only the quoting that `shellLine` writes. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:\\.|'[^']*'|[^\s'\\])+/gs)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/gs, (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? ''),
  )
}

/** The name of the program that runs in the end: without `env A=b` before it, and without its folder. */
function programOf(argv: readonly string[]): string {
  const words = argv[0] === 'env' ? argv.slice(1).filter((word) => !/^(?:-i|\w+=.*|…)$/s.test(word)) : argv
  const name = (words[0] ?? '').split('/').at(-1) ?? ''
  if (name === 'sh') return /\bnc\b/.test(words[2] ?? '') ? 'nc' : /\bhelm\b/.test(words[2] ?? '') ? 'helm' : 'sh'
  return /^python3?(?:\.\d+)?$/.test(name) ? 'python3' : name
}

/** A text as one line of a table, shortened when it is long. */
function cut(line: string): string {
  const flat = line.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'")
  return flat.length > 160 ? `${flat.slice(0, 157)}…` : flat
}

function of(name: string, programs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(programs.map((program) => [program, name]))
}

if (import.meta.main) await writeWhole(commandsPagePath, commandsPage(), 0o644)
