import type { Rule } from '../rule.ts'
import { afterOnPage, fileName, operandsOf, options, optionValue, textOf, textsOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'

const looks =
  /^(?:\[\[|\[|test|grep|egrep|fgrep|awk|diff|cmp|cat|less|head|tail|jq|yq|sdiff|bat|crudini|md5sum|sha256sum|sed|git|rg|nl|tac|cut|perl|gawk)$/

export const rule: Rule = {
  name: 'sed-i-unchecked',
  sources: ['nginx-reverse-proxy'],
  severity: 'warning',
  why: 'A sed that matches nothing changes nothing and still exits 0, so the old settings stay and nothing shows it.',
  fix: "Assert the content afterwards: grep -q '<what it must say now>' <file> || echo FAIL.",
  bad: [
    "sudo sed -i 's/listen 80/listen 8080/' /etc/nginx/sites-enabled/horizon",
    "sudo sed -i 's/a/b/' /etc/nginx/x\nsudo nginx -t && sudo systemctl restart nginx",
    "ssh proxy 'sudo sed -i s/a/b/ /etc/nginx/x'",
    "sed -i.bak -e 's/a/b/' ~/openrc\nsource ~/openrc",
    `cd ~/openstack\nfor f in bundle.yaml overlays/octavia.yaml; do sed -i 's/a/b/' "$f"; git add "$f"; done\ngit commit -qm x`,
    `grep -q old /etc/x && sudo sed -i 's/old/new/' /etc/x`,
    `perl -pi -e 's/a/b/' /etc/nginx/x`,
    `perl -i.bak -pe 's/a/b/' bundle.yaml`,
    `sed -Ei 's/a/b/' bundle.yaml`,
    `sed --in-place=.bak 's/a/b/' x.yaml`,
    `gawk -i inplace '{ sub(/a/, "b") } 1' x.yaml`,
    `f=one.yaml\nsed -i 's/a/b/' "$f"\nf=two.yaml\ngrep -q b "$f"`,
    `f=one.yaml\nsed -i 's/a/b/' "\${f}"\ngrep -q b two.yaml`,
    `put() { sed -i "s/^$2:.*/$2: $3/" "$1"; }\nput overlay.yaml tag octavia-amphora`,
    `for f in a.yaml b.yaml; do sed -i 's/a/b/' "$f"; done\ngrep -q b a.yaml`,
    `sed -i 's/a/b/' x.yaml\n[ -f x.yaml ] && echo OK`,
    `ssh proxy sudo bash -s <<'EOF'\nsed -i 's/a/b/' /etc/nginx/x\nEOF\ngrep -q b ~/y`,
    `sed -i 's/a/b/' x.yaml || echo FAIL`,
    {
      file: 'page.md',
      text: '```bash\ngrep -rl a "$HOME/monitoring" | xargs -r sed -i s/a/b/\n```\n\nThen:\n\n```bash\ngrep -q b ~/elsewhere.yaml\n```\n',
    },
    `find /etc/nginx -name '*.conf' -exec sed -i 's/a/b/' {} \\;`,
    `find /etc/nginx -type f -exec sudo sed -i 's/a/b/' {} +\ngrep -q b /etc/haproxy/haproxy.cfg`,
    `cmd="sed -i s/a/b/"\ncmd+=" /etc/x"\neval "$cmd"`,
    `eval "sed -i s/$old/$new/ $file"`,
    {
      file: 'page.md',
      text: '```bash\nd=/etc/magnum/conf.d\nfind "$d" -name "*.conf" -exec sed -i s/a/b/ {} +\n```\n\nThen:\n\n```bash\ngrep -q b /etc/magnum/conf.d/20-log.conf\n```\n',
    },
  ],
  good: [
    "sudo sed -i 's/listen 80/listen 8080/' /etc/nginx/sites-enabled/horizon\nsudo grep -q 'listen 8080' /etc/nginx/sites-enabled/horizon || echo FAIL",
    "sed -i '/^old/d' hosts",
    "sed -n 's/a/b/p' x",
    'f=/etc/x\nsed -i \'s/a/b/\' "$f"\n[ "$(grep -c b "$f")" -eq 1 ]',
    "sed -i '$ a last line' x",
    `sed -i 's/a/b/' x.yaml\ngit diff --exit-code x.yaml && echo FAIL`,
    `sed -i 's/a/b/' x.yaml y.yaml\ngit diff`,
    `sed -i s/a/b/ /etc/nginx/conf.d/x.conf\nsudo nginx -T 2>/dev/null | grep -q b || echo FAIL`,
    `for f in overlays/*.yaml; do sed -i 's/a/b/' "$f"; grep -q b "$f" || echo FAIL; done`,
    `check() { grep -qF "$2" "$1" || echo FAIL; }\nsed -i 's/a/b/' x.yaml\ncheck x.yaml b`,
    `sed -i 's/a/b/' overlays/x.yaml\ngrep -rq b overlays/ || echo FAIL`,
    `sed -i 's/a/b/' x.yaml\ngrep -q b < x.yaml || echo FAIL`,
    `sed -i 's/a/b/' x.yaml\n[[ $(<x.yaml) == *b* ]] || echo FAIL`,
    `sed -i 's/a/b/w /dev/stdout' x.yaml | grep -q b || echo FAIL`,
    `perl -ne 'print if /a/' x.yaml`,
    `find /etc/nginx -name '*.conf' -exec sed -i 's/a/b/' {} +\ngrep -rq b /etc/nginx || echo FAIL`,
    `find . -name x.yaml -exec sed -i 's/a/b/' {} \\; -exec grep -q b {} \\;`,
    `eval "$(ssh-agent -s)"`,
    `put() { perl -pi -e "s/^$2:.*/$2: $3/" "$1"; grep -qx "$2: $3" "$1" || echo FAIL; }\nput overlay.yaml tag octavia-amphora`,
    {
      file: 'page.md',
      text: '```bash\nd=/etc/magnum/conf.d\nfind "$d" -name "*.conf" -exec sed -i s/a/b/ {} +\n```\n\nThen:\n\n```bash\ngrep -q b /etc/magnum/conf.d/*.conf || echo FAIL\n```\n',
    },
    `grep -rl a ~/monitoring | xargs -r sed -i 's/a/b/'\ngrep -rq a ~/monitoring && echo FAIL`,
    {
      file: 'page.md',
      text: '```bash\ngrep -rl a ~/monitoring | xargs -r sed -i s/a/b/\n```\n\nThen:\n\n```bash\ngrep -rq a ~/monitoring && echo FAIL\n```\n',
    },
  ],
  *check(page) {
    for (const call of page.named('sed', 'perl', 'gawk', 'awk')) {
      const edit = editOf(call)
      if (edit === undefined || (edit.scripts.length > 0 && edit.scripts.every(cannotMiss)) || edit.scripts.some(answers)) continue
      const later = afterOnPage(page, call)
      // The folders searched before the pipe: ~/monitoring in `grep -rl a ~/monitoring | xargs sed -i …`. When the name of the edited file is not
      // known, a command in a later block that looks at such a folder counts as a check.
      const searched = call.writers().flatMap((one) => operandsOf(one).slice(1).map(textOf))
      const isLookedAt = (file: string) =>
        later.some((one) =>
          one.block === call.block || !/^(?:\{\})?$/.test(file)
            ? looksAt(one, file, one.block === call.block)
            : searched.some((folder) => looksAt(one, folder, false)),
        )
      if (namesOf(edit.files).every(isLookedAt)) continue
      yield {
        start: call.start,
        end: call.end,
        text: `nothing checks whether ${edit.files.flatMap(({ shape }) => (shape === '' ? [] : [shape])).join(' ') || 'the file'} was changed`,
      }
    }
  },
}

interface Edit {
  readonly scripts: readonly string[]
  readonly files: readonly Word[]
}

/** The scripts and files of `sed -i`, `perl -pi -e` and `gawk -i inplace`. Undefined for a command that changes no file. */
function editOf(call: Call): Edit | undefined {
  const given = (option: RegExp) => call.words.some(({ shape }) => option.test(shape) && !/^-[ef]/.test(shape))
  switch (call.name) {
    case 'sed':
      return given(/^(?:-[a-zA-Z]*i|--in-place)/) ? partsOf(call, options('-e --expression -f --file -l')) : undefined
    case 'perl':
      return given(/^-[a-zA-Z0]*i/) ? partsOf(call, options('-e -E -I -M')) : undefined
    default:
      return textOf(optionValue(call, '-i', '--include')) === 'inplace' ? partsOf(call, options('-i --include -v -f -F')) : undefined
  }
}

function partsOf(call: Call, valueOptions: ReadonlySet<string>): Edit {
  const byLetter = call.words.filter(({ shape }) => /^-[a-zA-Z]+e$/.test(shape) && !/^-i/.test(shape)).map(({ shape }) => shape)
  const operands = operandsOf(call, new Set([...valueOptions, ...byLetter]))
  const given = call.words.flatMap((word, i) =>
    /^(?:-[a-zA-Z]*e|--expression)$/.test(word.shape) && !/^-i/.test(word.shape) ? [textOf(call.words[i + 1])] : [],
  )
  const viaOption = given.length > 0 || call.words.some(({ shape }) => /^(?:-f|--file|--expression=)/.test(shape))
  return viaOption ? { scripts: given, files: operands } : { scripts: operands.slice(0, 1).map(textOf), files: operands.slice(1) }
}

/**
 * True when the script only deletes lines, or adds or replaces lines at a line number or at the last line. Such a script counts as right even if it
 * matches nothing.
 */
function cannotMiss(script: string): boolean {
  return /^(?:\/.*\/I?d|[\d,$]+d)(?:;\s*(?:\/.*\/I?d|[\d,$]+d))*$/.test(script) || /^(?:\$|\d+)\s?[aic]\b/.test(script)
}

/** Whether the script itself shows that it matched: it prints the changed lines (`w /dev/stdout`) or sets an exit code (`q5`). */
function answers(script: string): boolean {
  return /w \/dev\/std(?:out|err)\b|(?:^|[;{}\s])[qQ][1-9]\d*\b/.test(script)
}

/** The names of all changed files: the known value of each word, else the word as written. One empty name when find or xargs supplies the file. */
function namesOf(files: readonly Word[]): readonly string[] {
  const names = files.flatMap(({ values, shape }) => (values.length > 0 ? values : [shape]))
  return names.length > 0 ? names : ['']
}

/**
 * Whether the command looks at the file's content. `git diff` and `git status` without a path look at all files. `near`: the command is in the same
 * code block as the command that edits the file.
 */
function looksAt(call: Call, file: string, near: boolean): boolean {
  if (!isLook(call)) return false
  if (call.name === 'nginx') return /nginx/.test(file)
  const named = [
    ...call.words.slice(1),
    ...call.redirections.flatMap(({ operator, target }) => (operator === '<' && target ? [target] : [])),
  ]
  if (call.name === 'git') {
    const at = call.words.findIndex(({ shape }) => gitLooks.test(shape))
    const paths = call.words.slice(at + 1).filter(({ shape }) => !shape.startsWith('-'))
    return at !== -1 && (paths.length === 0 || isNamed(file, paths))
  }
  // When find, xargs or a glob selects the file, its name is not known. So any command that looks at the content of any file counts as a check.
  // `[` and `test` do not count.
  if (file === '' || /[*?]|^\{\}$/.test(file)) return call.name !== '[' && call.name !== 'test'
  // Of the files that find supplies, only the folder is known. If another part of the page looks at one file in this folder,
  // the other files stay unchecked.
  if (file.endsWith('/{}')) {
    const inFolder = named.map(textOf).filter((text) => text.startsWith(file.slice(0, -2)))
    return isNamed(file, named) || inFolder.some((text) => near || /[*?{]/.test(text))
  }
  return isNamed(file, named)
}

const gitLooks = /^(?:diff|show|status|grep)$/

function isLook(call: Call): boolean {
  if (call.name === 'nginx') return call.words.some(({ shape }) => shape === '-T')
  if (!looks.test(call.name) || editOf(call) !== undefined) return false
  // `[ -f file ]` looks at the file but not at its content.
  const test = call.name === '[[' ? textOf(call.words[1]) : textsOf(call).join(' ')
  return !/^(?:\[\[|\[|test)$/.test(call.name) || !/^(?:\[\[?|test)\s+(?:!\s+)?-[a-mo-yA-Z]\s/.test(test)
}

function isNamed(file: string, words: readonly Word[]): boolean {
  const texts = words.flatMap(({ values, shape }) => (values.length > 0 ? values : [shape]))
  const own = fileName(file)
  return texts.some(
    (text) =>
      text.includes(file) ||
      (own.length > 3 && fileName(text) === own) ||
      (text.length > 1 && file.startsWith(`${text.replace(/\/$/, '')}/`)),
  )
}
