import { describe, expect, test } from 'vitest'
import { lint } from '../lint.ts'
import { readPage } from '../page/read-page.ts'
import { type ReadPage, readShell } from './read-shell.ts'

const pageOf = (...blocks: readonly string[]) => blocks.map((block) => `\`\`\`bash\n${block}\n\`\`\`\n`).join('\n')
const read = (...blocks: readonly string[]) => readShell(readPage('page.md', pageOf(...blocks)))
/** The calls of `target`: the line of the file, and the words as far as they are known. */
const targets = (page: ReadPage) =>
  page
    .named('target')
    .map(({ start, words }) => `${page.page.lines.place(start).line}: ${words.map((word) => word.values[0] ?? word.shape).join(' ')}`)
const file = (path: string, ...lines: readonly string[]) => `cat > ${path} <<'H'\n${lines.join('\n')}\nH`

describe('a file that the page wrote is read where it is sourced', () => {
  test.each<[string, string, string]>([
    ['by .', file('/x/lib.sh', 'f() { target "$1"; }'), '. /x/lib.sh\nf a'],
    ['by source', file('/x/lib.sh', 'f() { target "$1"; }'), 'source /x/lib.sh\nf a'],
    ['in a subshell, written in another', `( ${file('"$HOME/lib.sh"', 'f() { target "$1"; }')}\n)`, '( { . "$HOME/lib.sh"\nf a\n} )'],
    ['from a path that is only partly known', file('"$BASE/lib.sh"', 'f() { target "$1"; }'), '. "$BASE/lib.sh"\nf a'],
    ['from a path in a variable', `D=/x\n${file('"$D/lib.sh"', 'f() { target "$1"; }')}`, '. /x/lib.sh\nf a'],
    ['by another name of the home', file('~/lib.sh', 'f() { target "$1"; }'), '. $' + '{HOME}/lib.sh\nf a'],
    ['by a name without an ending', file('lib', 'f() { target "$1"; }'), '. ./lib\nf a'],
    ['from a file that tee wrote', 'sudo tee /x/lib.sh >/dev/null <<\'H\'\nf() { target "$1"; }\nH', '. /x/lib.sh\nf a'],
    ['through a file that it sources itself', `${file('/x/a.sh', 'f() { target "$1"; }')}\n${file('/x/b', '. /x/a.sh')}`, '. /x/b\nf a'],
    ['with what was appended to it', `${file('/x/lib', 'A=a')}\ncat >> /x/lib <<'H'\nf() { target $A; }\nH`, '. /x/lib\nf'],
    ['for a variable', file('/x/lib.sh', 'A=a'), '. /x/lib.sh\ntarget "$A"'],
  ])('%s', (_, written, used) => {
    expect(targets(read(written, used)).map((one) => one.replace(/^\d+: /, ''))).toEqual(['target a'])
  })

  test('at the place of its text', () => {
    expect(targets(read(file('/x/lib.sh', 'A=1', 'f() { target "$1"; }'), '. /x/lib.sh\nf a'))).toEqual(['4: target a'])
  })

  test('as it was written last', () => {
    expect(targets(read(file('/x/lib', 'A=old'), file('/x/lib', 'A=new'), '. /x/lib\ntarget "$A"'))).toEqual(['15: target new'])
  })

  test('once, though it sources itself', () => {
    expect(targets(read(file('/x/lib', '. /x/lib', '. /x/lib', 'target a'), '. /x/lib'))).toEqual(['5: target a'])
  })
})

describe('a file stays unknown', () => {
  test.each<[string, string, string]>([
    ['when another one was written', file('/x/a.sh', 'A=a'), '. /x/b.sh\ntarget "$A"'],
    ['when its name is not known', file('"$F"', 'A=a'), '. "$F"\ntarget "$A"'],
    ['when mktemp made its name', `F=$(mktemp)\n${file('"$F"', 'A=a')}`, '. "$F"\ntarget "$A"'],
    ['when it was written on another machine', `ssh host "cat > /x/a.sh" <<'H'\nA=a\nH`, '. /x/a.sh\ntarget "$A"'],
    ['when it is sourced on another machine', file('/x/a.sh', 'A=a'), `ssh host '. /x/a.sh; target "$A"'`],
    ['when a program wrote it afterwards', `${file('/x/a.sh', 'A=a')}\nmake_it > /x/a.sh`, '. /x/a.sh\ntarget "$A"'],
    ['when it is sourced in another shell', file('/x/a.sh', 'A=a'), '( . /x/a.sh )\ntarget "$A"'],
  ])('%s', (_, written, used) => {
    expect(targets(read(written, used)).map((one) => one.replace(/^\d+: /, ''))).toEqual(['target $A'])
  })
})

describe('what is wrong with a command of a sourced file is reported', () => {
  const rules = (...blocks: readonly string[]) =>
    lint('page.md', pageOf(...blocks)).findings.map(({ rule, from }) => `${from.line}: ${rule}`)

  test('where it stands, once, however often it is called', () => {
    const used = '( {\n. "$HOME/lib.sh"\nwhile IFS= read -r u; do\nrows="$(stat_of "$u")"\ndone < <(units)\n} )'
    const lib = file('"$HOME/lib.sh"', 'stat_of() {', '  juju ssh -m openstack "$1" \'sudo true\'', '}')
    expect(rules(lib, used, used)).toEqual(['4: ssh-eats-stdin'])
  })

  test('where its variable is used', () => {
    const used = '( {\n. "$HOME/lib.sh"\necho a | xargs -I{} qemu-img info --output=json "$D/{}-1.qcow2"\n} )'
    expect(rules(file('"$HOME/lib.sh"', 'D=/var/lib/libvirt/images'), used)).toEqual(['10: root-file-read-without-sudo'])
  })

  test('where its function is called with the words that are wrong', () => {
    const used = [
      '. "$HOME/lib.sh"',
      `free='{"metadata":{"finalizers":[]}}'`,
      'for c in $(names); do',
      'mk -n x patch openstackcluster "$c" --type=merge -p "\'$free\'"',
      'done',
    ]
    const lib = file('"$HOME/lib.sh"', 'mk() { ssh -n ubuntu@10.12.7.40 sudo k8s kubectl "$@"; }')
    expect(rules(lib, `( {\n${used.join('\n')}\n} )`)).toEqual(['3: finalizers-emptied', '3: inferred-cr-name'])
  })
})
