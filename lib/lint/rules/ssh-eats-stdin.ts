import type { Hit, Rule } from '../rule.ts'
import { hasFlag, operandsOf, textOf } from '../shell/ask.ts'
import type { Call, Stdin } from '../shell/call.ts'
import { stdinNamed } from '../shell/redirections.ts'

const places: Readonly<Partial<Record<Stdin, string>>> = {
  script: 'the rest of the script, which the shell itself must still read from the same standard input',
  list: 'the lines that the loop goes through',
  pipe: 'the piped input that is meant for the other commands',
}

export const rule: Rule = {
  name: 'ssh-eats-stdin',
  sources: ['DOCFIX-021'],
  severity: 'error',
  why: 'The program reads standard input to its end, so it swallows the commands or lines that come next, and they are never run.',
  fix: 'Put </dev/null after the command (ssh -n does the same); use </dev/tty only where it has to ask a person.',
  bad: [
    `jssh=(timeout 60 juju ssh -m openstack)\nwhile read -r u; do "\${jssh[@]}" "$u" uptime; done < units`,
    "ssh ubuntu@10.12.8.40 bash -s <<'EOF'\njuju ssh keystone/0 uptime\nsystemctl status haproxy\nEOF",
    'juju status --format json | jq -r .names[] | while read -r unit; do juju ssh "$unit" uptime; done',
    'for unit in keystone/0 keystone/1; do juju ssh "$unit" sudo systemctl is-active haproxy; done',
    'each() { while read -r host; do ssh "$host" true; done; }\nprintf \'%s\\n\' a b | each',
    "ssh jumphost <<'EOF'\nsudo -S apt-get update\nEOF",
    'while read -r host; do echo "$(ssh "$host" hostname)"; done < hosts.txt',
    "cat <<'EOF' | juju ssh vault/0 sudo bash -s\nssh ubuntu@10.12.8.41 sudo reboot\nuptime\nEOF",
    'cat hosts | { ssh a uptime; read -r next; }',
  ],
  good: [
    "ssh ubuntu@10.12.8.40 bash -s <<'EOF'\njuju ssh keystone/0 uptime </dev/null\nssh -n other uptime\nEOF",
    'juju ssh vault/0 uptime',
    "ssh jumphost <<'EOF'\nssh other sudo reboot </dev/tty\nEOF",
    'while read -r host <&3; do ssh "$host" true; done 3< hosts',
    'tar -c . | ssh host tar -x',
    'tar -c . | ( cd /tmp && ssh host "cat > x.tar" )',
    "push() { ssh host 'sudo tee /etc/x'; }\necho hi | push",
    "ssh host <<'EOF'\nsudo systemctl restart haproxy\nEOF",
    'ssh() { command ssh -n "$@"; }\nwhile read -r host; do ssh "$host" true; done < hosts',
    'inPod() { kubectl exec -i pod -- "$@"; }\necho a | inPod cat',
    "ssh host bash -s <<'EOF'\necho a | ssh other 'cat > b'\nEOF",
  ],
  *check({ named }) {
    for (const call of named('ssh', 'juju', 'sudo', 'lxc', 'kubectl', 'docker')) if (eats(call)) yield* found(call)
  },
}

function* found(call: Call): Iterable<Hit> {
  const place = places[call.stdin]
  const looped = call.stdin === 'inherited' && call.loop === 'for' && call.block.pasted && !call.block.session
  if (call.name === 'sudo' && looped) return
  if (place === undefined && !looped) return
  if (call.stdin === 'pipe' && isMeantToRead(call)) return
  const program = programOf(call)
  const text =
    place === undefined ? `${program} in a loop also reads the pasted commands that follow the loop` : `${program} reads ${place}`
  yield { start: call.start, end: call.end, text, severity: looped ? 'warning' : 'error', ...closing(call) }
}

function programOf({ name }: Call): string {
  if (name === 'sudo') return 'sudo -S'
  return name === 'ssh' ? 'ssh' : name === 'juju' ? 'juju ssh' : `${name} exec`
}

/**
 * Whether the call takes standard input away from the commands after it. Such a call passes the input on to another machine or container, even when
 * nothing there wants it. `sudo -S` reads its input itself, and counts too.
 */
function eats(call: Call): boolean {
  if (stdinNamed(call.redirections) === 'closed') return false
  switch (call.name) {
    case 'ssh':
      return call.wraps && !/^-[a-zA-Z]*[nf]/.test(flags(call)) && !call.words.some((word) => /StdinNull=yes/i.test(word.shape))
    case 'juju':
      return call.words[1]?.shape === 'ssh'
    case 'sudo':
      return hasFlag(call, '-S', '--stdin')
    case 'lxc':
      return call.wraps && !hasFlag(call, '-n', '--disable-stdin')
    case 'kubectl':
    case 'docker':
      return call.wraps && call.words.some(({ shape }) => /^(?:-i|-it|-ti|--stdin|--interactive)$/.test(shape))
    default:
      return false
  }
}

/** The short options in front of the destination, as one word: `-qn`. */
function flags({ words }: Call): string {
  const letters = words.slice(1).flatMap(({ shape }) => (/^-[a-zA-Z]+$/.test(shape) ? [shape.slice(1)] : []))
  const own = letters.filter((one) => !/^[BbcDEeFIiJLlmOoPpQRSWw]/.test(one)).join('')
  return own === '' ? '' : `-${own}`
}

const readers =
  /(?:^|[\s;&|(])(?:cat|tee|tar|sh|bash|dd|base64|docker load|kubectl \w+ .*-f ?-|xargs|while|read|sudo -S|psql|mysql|patch|cpio|gpg|openssl|jq|sort|gunzip|zcat|nc|socat)\b/

/** Whether the remote command is meant to read what a pipe brings, as in `echo x | f`, where f runs ssh. */
function isMeantToRead(call: Call): boolean {
  if (call.name === 'sudo') return true
  const dashes = call.words.findIndex(({ shape }) => shape === '--')
  const words = dashes === -1 ? operandsOf(call).slice(call.name === 'ssh' ? 1 : 2) : call.words.slice(dashes + 1)
  const remote = words.map(textOf).join(' ')
  return remote === '' || /^["'$]/.test(remote) || readers.test(remote)
}

/** The edit that adds `</dev/null`. Only an ssh or juju ssh gets one, if it names a remote command and its standard input is not a pipe. */
function closing(call: Call): Partial<Hit> {
  const isWhole = call.name === 'ssh' || call.name === 'juju'
  const hasCommand = operandsOf(call).length > (call.name === 'juju' ? 2 : 1)
  if (!isWhole || !hasCommand || call.stdin === 'pipe') return {}
  return { edits: [{ start: call.end, end: call.end, text: ' </dev/null' }] }
}
