import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { fixed, patchOf } from './fix.ts'
import { allRules, everything, lint } from './lint.ts'
import { type Example, exampleFile } from './rule.ts'

const page = (shell: string) => `\`\`\`bash\n${shell}\n\`\`\`\n`
const fix = (shell: string) => fixed('page.md', page(shell), everything).slice('```bash\n'.length, -'\n```\n'.length)

describe('a fix', () => {
  test.each([
    ['while read -r u; do\n  juju ssh "$u" uptime\ndone < units', 'while read -r u; do\n  juju ssh "$u" uptime </dev/null\ndone < units'],
    [
      'while read -r u; do ssh "$u" uptime 2>&1 | tee -a log; done < units',
      'while read -r u; do ssh "$u" uptime 2>&1 </dev/null | tee -a log; done < units',
    ],
    ["ssh a bash -s <<'EOF'\nssh b \\\n  uptime\nEOF", "ssh a bash -s <<'EOF'\nssh b \\\n  uptime </dev/null\nEOF"],
    ['juju run vault/leader get-root-ca | jq .', 'juju run vault/leader get-root-ca --format json | jq .'],
    ['juju run-action vault/0 get-root-ca | jq .', 'juju run-action vault/0 get-root-ca --wait --format json | jq .'],
    ['juju run octavia/leader configure-resources', 'juju run octavia/leader configure-resources --wait=30m'],
    [
      'helm install cert-manager jetstack/cert-manager --set installCRDs=true',
      'helm install cert-manager jetstack/cert-manager --set crds.enabled=true',
    ],
    ['sudo systemctl reload nginx', 'sudo nginx -t && sudo systemctl reload nginx'],
    ["ssh proxy 'sudo systemctl reload nginx'", "ssh proxy 'sudo nginx -t && sudo systemctl reload nginx'"],
    ['cd /x && sudo nginx -s reload', 'cd /x && sudo nginx -t && sudo nginx -s reload'],
    ['run() { "$@"; }\nrun sudo systemctl reload nginx', 'run() { "$@"; }\nsudo nginx -t && run sudo systemctl reload nginx'],
    [
      'j() { juju ssh "$@"; }\nwhile read -r u; do j "$u" uptime; done < units',
      'j() { juju ssh "$@"; }\nwhile read -r u; do j "$u" uptime </dev/null; done < units',
    ],
  ])('makes %j into %j, and that is clean', (before, after) => {
    expect(fix(before)).toBe(after)
    expect(lint('page.md', page(after)).findings.filter(({ edits }) => edits.length > 0)).toEqual([])
  })

  test('takes carriage returns out', () => {
    expect(fixed('a.sh', '#!/bin/bash\r\necho a\r\n', everything)).toBe('#!/bin/bash\necho a\n')
  })

  test.each([
    ['where the input is meant', "push() { ssh host 'sudo tee /etc/x'; }\necho hi | push"],
    ['where the order would change', 'a || sudo systemctl reload nginx'],
    ['where another program takes the text apart', "juju run vault/leader get-root-ca | sed -n '/BEGIN/p'"],
    ['where it has to ask', "ssh a bash <<'EOF'\nsudo -S true\nEOF"],
    ['where && would end what the other machine runs', 'ssh proxy sudo systemctl reload nginx'],
    ['where && would end what a function sends there', 'on() { ssh "$@" </dev/null; }\non proxy sudo systemctl reload nginx'],
    ['where && would end what the container runs', 'lxc exec proxy -- nginx -s reload'],
    ['in a function that others call as well', 'act() { juju run "$@" --wait=2m; }\nact vault/leader get-root-ca | jq -r .output'],
    ['in a variable, which may be used elsewhere', `V='sudo systemctl reload nginx'\nssh proxy "$V" </dev/null`],
    ['in the list of a loop', `for c in 'juju run octavia/leader configure-resources' uptime; do ssh host "$c" </dev/null; done`],
    ['inside escaped backquotes', 'while read -r x; do y=`echo \\`ssh a b\\``; done < z'],
  ])('is not made %s', (_, shell) => {
    expect(fix(shell)).toBe(shell)
  })

  test('is shown as a patch', () => {
    expect(patchOf('a/p.md', 'one\ntwo\n', 'one\n2\n')).toBe('--- a/a/p.md\n+++ b/a/p.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n')
  })
})

/** Commands, the calls they make before the fix, and the calls they make after it. */
const tried: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'printf \'%s\\n\' a b c | while read -r u; do\n  ssh "$u" uptime\ndone',
    ['ssh a uptime (2 lines read)'],
    ['ssh a uptime (0 lines read)', 'ssh b uptime (0 lines read)', 'ssh c uptime (0 lines read)'],
  ],
  [
    "bash -s <<'EOF'\nssh a uptime\nssh b uptime\nEOF",
    ['ssh a uptime (1 lines read)'],
    ['ssh a uptime (0 lines read)', 'ssh b uptime (0 lines read)'],
  ],
  ['sudo systemctl reload nginx', ['systemctl reload nginx'], ['nginx -t', 'systemctl reload nginx']],
  [
    'helm install cert-manager jetstack/cert-manager --set installCRDs=true,x=y',
    ['helm install cert-manager jetstack/cert-manager --set installCRDs=true,x=y'],
    ['helm install cert-manager jetstack/cert-manager --set crds.enabled=true,x=y'],
  ],
  [
    'juju run octavia/leader configure-resources',
    ['juju run octavia/leader configure-resources'],
    ['juju run octavia/leader configure-resources --wait=30m'],
  ],
  [
    'juju run vault/leader get-root-ca -m openstack | jq -r .pem',
    ['juju run vault/leader get-root-ca -m openstack'],
    ['juju run vault/leader get-root-ca -m openstack --format json'],
  ],
  [
    'juju run-action vault/0 get-root-ca | jq -r .pem',
    ['juju run-action vault/0 get-root-ca'],
    ['juju run-action vault/0 get-root-ca --wait --format json'],
  ],
  ['juju status -m a\r\njuju models\r', ['juju status -m a\r', 'juju models'], ['juju status -m a', 'juju models']],
  ['find . -maxdepth 0 -exec sudo systemctl reload nginx \\;', ['systemctl reload nginx'], ['nginx -t', 'systemctl reload nginx']],
]

/** Stand-ins take the place of programs that reach a cloud: they log their arguments and the input they could read. */
describe('what was fixed does what it did before, under bash with stand-ins', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(projectDir, 'reports', 'test-lint-fix-'))
    mkdirSync(join(folder, 'bin'))
    const stand = (name: string, body: string) => {
      writeFileSync(join(folder, 'bin', name), `#!/bin/bash\n${body}\n`)
      chmodSync(join(folder, 'bin', name), 0o755)
    }
    for (const name of ['juju', 'systemctl', 'helm', 'nginx']) stand(name, `echo "${name} $*" >> "$LOG"`)
    stand('sudo', 'exec "$@"')
    stand('jq', 'cat > /dev/null')
    // Like the real ssh, it reads all its input, whether or not its command needs it.
    stand('ssh', 'echo "ssh $* ($(cat | wc -l) lines read)" >> "$LOG"')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (shell: string) => {
    const log = join(folder, 'log')
    writeFileSync(log, '')
    execFileSync('/bin/bash', ['--norc', '-c', shell], {
      env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, LOG: log },
      cwd: folder,
      input: '',
    })
    return readFileSync(log, 'utf8').trimEnd().split('\n')
  }

  test.each(tried)('%j', (shell, before, after) => {
    expect(run(shell)).toEqual(before)
    expect(run(fix(shell))).toEqual(after)
  })

  test('and so for every rule that has a fix', () => {
    const fixing = (shells: readonly Example[]) =>
      shells.flatMap((one) => {
        const { file, text } = exampleFile(one)
        return lint(file, text).findings.flatMap(({ rule, edits }) => (edits.length > 0 ? [rule] : []))
      })
    const wanted = new Set(fixing(allRules.flatMap(({ bad }) => bad)))
    expect([...new Set(fixing(tried.map(([shell]) => shell)))].toSorted()).toEqual([...wanted].toSorted())
  })
})
