import type { Hit, Rule } from '../rule.ts'
import { beforeInBlock, fileName, hasFlag, operandsOf, options, optionValue, pathOf, textOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'
import { usualPath } from '../shell/mktemp.ts'
import { jujuAction } from '../shell/programs.ts'
import type { ReadPage } from '../shell/read-shell.ts'
import { writtenFiles } from '../shell/redirections.ts'

/** Files whose name says that they hold a secret. */
const secretName =
  /(?:^|[-_.])kube-?config(?:$|[-_.])|^admin\.conf$|^id_(?:rsa|ed25519|ecdsa)(?!.*\.pub)|(?:^|[-_.])(?:token|secret|passwo?r?d|credentials?|unseal|root-?token|openrc|private)s?(?:$|[-_.])|\.key$/i
const noSecret = /\.pub$|\.(?:sh|py|md|j2|tf)$/

export const rule: Rule = {
  name: 'secret-in-tmp',
  sources: ['L-P6-4'],
  severity: 'error',
  why: 'Everybody on the machine can read or swap a file under /tmp; elsewhere, everybody can read a file that was made without umask 077, until chmod closes it.',
  fix: 'Write it where only its owner can read it: ( umask 077; … > file ), and never below /tmp.',
  bad: [
    'kubectl config view --raw > /tmp/admin.kubeconfig',
    'sudo k8s config | tee /tmp/kubeconfig',
    'scp mgmt:.kube/config /tmp/kubeconfig',
    'juju scp capi/0:.kube/config /tmp/kubeconfig',
    'cd /tmp\nkubectl config view --raw > kubeconfig',
    'clusterctl get kubeconfig demo > ~/demo.kubeconfig',
    'openssl genrsa -out /tmp/octavia-ca.key 4096',
    "ssh host <<'EOF'\nvault token create -field=token > /var/tmp/token\nEOF",
    "juju ssh magnum/0 'sudo k8s config > /tmp/kc' </dev/null",
    'umask 077\nspool() { echo /tmp/handover; }\nsudo k8s config > "$(spool)/kubeconfig"',
    'c=/tmp/probe-$$.conf\nsudo cat /etc/magnum/kubeconfig | sudo tee "$c" >/dev/null',
    'd=$(mktemp -d /tmp/kc.XXXXXX)\nkubectl config view --raw > "$d/kubeconfig"',
  ],
  good: [
    '( umask 077; kubectl config view --raw > ~/.kube/capi-mgmt.yaml )',
    'umask 077\nclusterctl get kubeconfig demo > ~/demo.kubeconfig',
    'clusterctl get kubeconfig demo > demo.kubeconfig\nchmod 600 demo.kubeconfig',
    'kubectl get pods > /tmp/pods',
    'umask 077\nspool() { echo "$HOME/handover"; }\nsudo k8s config > "$(spool)/kubeconfig"',
    'cat kubeconfig | base64 | ssh host "sudo sh -c \'umask 077; base64 -d > /etc/magnum/kubeconfig\'"',
    'vault operator init 2>&1 | tee ~/vault-init/init.txt',
    'kubectl --kubeconfig /tmp/kubeconfig get pods',
    'f=$(mktemp)\nkubectl config view --raw > "$f"',
    'd=$(mktemp -d "$HOME/kc.XXXXXX")\numask 077\nkubectl config view --raw > "$d/kubeconfig"',
    'install -m 0600 kubeconfig ~/.kube/config',
  ],
  *check(page) {
    for (const call of page.calls) {
      for (const file of filesWritten(call)) yield* judged(call, file, page)
    }
  },
}

function* judged(call: Call, file: Word, page: ReadPage): Iterable<Hit> {
  const path = pathOf(call, file)
  const name = fileName(path)
  const named = secretName.test(name) && !noSecret.test(name)
  if (silent.has(call.name)) return
  const producer = handsOutSecret(call) || call.writers().some((one) => handsOutSecret(one) && goesOn(one))
  if (!named && !producer) return
  const place = { start: file.start, end: file.end }
  // No finding: mktemp without a template makes its file in the folder that TMPDIR names.
  // The file has mode 0600 and a name that cannot be guessed.
  if (path.startsWith(usualPath)) return
  if (/^\/(?:var\/)?tmp\//.test(path)) yield { ...place, text: `a secret is written to ${path}` }
  else if (producer && !isVaultInit(call) && !call.writers().some(isVaultInit) && !isClosed(call, file, page))
    yield { ...place, severity: 'warning', text: `a secret is written to ${path} without umask 077` }
}

/** Files that a command writes: targets of redirections and of tee, output options, and the last word of a command that copies. */
function filesWritten(call: Call): readonly Word[] {
  // The output goes to the nearest redirection: `{ a > b; } > c`.
  const [to] = call.wraps ? [] : writtenFiles(call.redirections)
  const own = to?.target && to.target.shape !== '/dev/null' ? [to.target] : []
  switch (call.name) {
    case 'tee':
      return [...own, ...operandsOf(call)]
    case 'juju':
      return call.words[1]?.shape === 'scp' && operandsOf(call, options('-m --model')).length > 2
        ? [...own, ...operandsOf(call, options('-m --model')).slice(-1)]
        : own
    case 'cp':
    case 'mv':
    case 'scp':
    case 'install': {
      const words = operandsOf(call, options('-m -o -g -t -i -P -p -F -J -S'))
      const [target] = words.slice(-1)
      const source = words.at(-2)
      if (!target || words.length < 2) return own
      const inFolder = /\/$|^\/(?:var\/)?tmp$/.test(textOf(target)) && source
      return [...own, inFolder ? { ...target, values: [`${textOf(target).replace(/\/$/, '')}/${fileName(textOf(source))}`] } : target]
    }
    case 'openssl':
    case 'ssh-keygen': {
      const out = optionValue(call, '-out', '-keyout', ...(call.name === 'ssh-keygen' ? ['-f'] : []))
      const makes = call.name === 'openssl' ? /^(?:genrsa|genpkey|ecparam|rsa|pkey|req|pkcs12)$/.test(call.words[1]?.shape ?? '') : true
      return out && makes ? [...own, out] : own
    }
    default: {
      const out = optionValue(call, '-o', '--output', '--output-file')
      return out && /^(?:curl|wget)$/.test(call.name) ? [...own, out] : own
    }
  }
}

function handsOutSecret(call: Call): boolean {
  const line = call.words.map(({ shape }) => shape).join(' ')
  switch (call.name) {
    case 'kubectl':
      return /\bconfig view\b.*--raw\b/.test(line) || /\bcreate token\b/.test(line)
    case 'k8s':
    case 'microk8s':
      return /^\S+ config\b/.test(line) || /\bkubectl config view\b.*--raw/.test(line)
    case 'clusterctl':
      return /\bget kubeconfig\b/.test(line)
    case 'vault':
      return /\btoken create\b/.test(line) || isVaultInit(call)
    case 'openstack':
      return /\btoken issue\b/.test(line)
    case 'juju':
      return /kubeconfig|generate-.*(?:token|secret)/.test(jujuAction(call)?.action ?? '')
    case 'cat':
    case 'base64':
      return operandsOf(call).some((word) => secretName.test(fileName(textOf(word))) && !noSecret.test(fileName(textOf(word))))
    default:
      return false
  }
}

/** Programs that print nothing. */
const silent = options('umask cd set export mkdir chmod chown rm touch true :')

/** Whether the output of this command reaches the next command in the pipe. */
function goesOn({ wraps, redirections }: Call): boolean {
  return wraps || writtenFiles(redirections).length === 0
}

function isVaultInit({ name, words }: Call): boolean {
  return name === 'vault' && words.some(({ shape }) => shape === 'init')
}

/** Whether the file is closed to other users: umask was set before, `install -m` sets the mode, or the mode is set afterwards. */
function isClosed(call: Call, file: Word, page: ReadPage): boolean {
  if (call.name === 'install' && hasFlag(call, '-m')) return true
  if (beforeInBlock(page, call).some((one) => one.name === 'umask' && /[0-7]77$/.test(one.words[1]?.shape ?? ''))) return true
  return page.calls
    .slice(call.index + 1)
    .some(
      (one) =>
        one.block === call.block &&
        /^(?:chmod|install)$/.test(one.name) &&
        /(?:^|\s)(?:-m ?)?(?:0?[46]00|go=|go-rwx|u=rw)/.test(one.words.map(({ shape }) => shape).join(' ')) &&
        one.words.some((word) => fileName(textOf(word)) === fileName(textOf(file))),
    )
}
