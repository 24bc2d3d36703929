/** A way to write shell commands inside something else, such as a here-document. */
export interface Way {
  readonly name: string
  readonly kind: Kind
  /** The commands in `shell`, written in this way. Undefined when they cannot be written in this way. */
  write(shell: string): string | undefined
}

/**
 * How the commands run. Every rule treats all ways of one kind alike. `here`: in the page's own shell, or in a function or pipeline of that shell.
 * `alone`: in a shell of their own on this machine. `away`: on another machine or in a container. `root`: as root, or started by a program that only
 * root may use, such as runuser. `rootAway`: both `root` and `away`. `program`: as one command that another program starts. `adds`: as `program`, but
 * the other program adds a word to the command, such as a file name.
 */
export type Kind = 'here' | 'alone' | 'away' | 'root' | 'rootAway' | 'program' | 'adds'

const single = (shell: string) => `'${shell.replaceAll("'", `'\\''`)}'`
const double = (shell: string) => `"${shell.replaceAll(/["$`\\]/g, '\\$&')}"`

/** The commands between two texts: `before` stands on the lines above them, `after` on the lines below them. */
const between = (kind: Kind, before: string, after: string): Way => ({
  name: `${before} … ${after}`.replaceAll('\n', '; '),
  kind,
  write: (shell) => `${before}\n${shell}\n${after}`,
})

/** The commands as a here-document. */
const fed = (kind: Kind, before: string, after = ''): Way => ({
  name: `${before} <<'OUTER'${after}`,
  kind,
  write: (shell) => `${before} <<'OUTER'${after}\n${shell}\nOUTER`,
})

/**
 * The commands in a here-document of `cat`, which prints them. `line` is a shell line with a substitution such as `$(X)`. The `cat` takes the place
 * of the X.
 */
const made = (kind: Kind, line: string): Way => ({
  name: line.replace('X', () => "cat <<'OUTER' …"),
  kind,
  write: (shell) => line.replace('X', () => `cat <<'OUTER'\n${shell}\nOUTER\n`),
})

/** The commands as one word in quotes. The word takes the place of the X in `line`. */
const quoted = (kind: Kind, line: string, quote: (shell: string) => string = single): Way => ({
  name: line.replace('X', () => quote('X')),
  kind,
  write: (shell) => line.replace('X', () => quote(shell)),
})

/** A way to run a single simple command: the command takes the place of the X in `line`, e.g. `sudo X`. */
const started = (line: string, kind: Kind = 'program'): Way => ({
  name: line,
  kind,
  write: (shell) => (isSimple(shell) ? line.replace('X', () => shell) : undefined),
})

/**
 * As `started`, for a `line` in which quotes and other special characters would lose their meaning: with `watch X`, for example, a shell reads the
 * command a second time. So a command with such a character is left out.
 */
const joined = (line: string, kind: Kind): Way => ({
  name: line,
  kind,
  write: (shell) => (isSimple(shell) && !/["'$\\*?]/.test(shell) ? line.replace('X', () => shell) : undefined),
})

/** One line with one program and its words, and no other shell grammar. */
function isSimple(shell: string): boolean {
  return /^[\w./~]/.test(shell) && !/[\n;&|<>()`{}#]|^\w+=|^(?:cd|set|alias|if|for|while|export|exit)\b|\$\(/.test(shell)
}

export const shellWays: readonly Way[] = [
  between('here', '{', '}'),
  between('here', 'for i in 1; do', 'done'),
  between('here', 'for ((i = 0; i < 1; i++)); do', 'done'),
  between('here', 'while true; do', 'break; done'),
  between('here', 'until false; do', 'break; done'),
  between('here', 'if true; then', 'fi'),
  between('here', 'if false; then :; else', 'fi'),
  between('here', 'if false; then :; elif true; then', 'fi'),
  between('here', 'case $x in\n  a|b)', '  ;;\nesac'),
  between('here', 'case $x in a) ;; *)', 'esac'),
  between('here', 'work() {', '}\nwork'),
  between('here', 'function work {', '}\nwork a b'),
  between('here', 'work() (', ')\nwork'),
  between('here', 'work() {', '}\nwork | tee log'),
  between('here', 'work() {', '}\nwork > log 2>&1'),
  between('here', 'work() {', '}\nout=$(work)'),
  between('here', 'work() {', '}\nother() { work; }\nother'),
  between('here', 'work() {', '}\nfor i in 1 2; do work "$i"; done'),
  between('here', 'work() {', '}'),
  between('here', '[[ -n $x ]] && {', '}'),
  between('here', 'true && {', '} && echo more'),
  between('here', 'false || {', '}'),
  between('here', 'echo before;', ''),
  between('alone', '(', ')'),
  between('alone', '{', '} &'),
  between('alone', 'coproc work {', '}'),
  between('here', '{', '} | tee log'),
  between('here', '{', '} 2>&1 | tee -a log'),
  between('here', 'time {', '}'),
  between('alone', 'out=$(', ')'),
  between('alone', 'echo "got $(', ')"'),
  between('alone', 'wc -l <(', ')'),
  between('alone', 'tee >(', ')'),
  { name: '`…`', kind: 'alone', write: (shell) => (/[`\\]/.test(shell) ? undefined : `out=\`${shell}\``) },
  fed('alone', 'bash'),
  fed('alone', 'bash -s'),
  fed('alone', 'bash -s --', ' 2>&1 | tee log'),
  fed('alone', 'cat', ' | bash'),
  fed('alone', 'cat > work.sh'),
  fed('alone', 'tee work.sh'),
  {
    name: 'cat > work.sh; chmod +x work.sh; ./work.sh',
    kind: 'alone',
    write: (shell) => `cat > work.sh <<'OUTER'\n${shell}\nOUTER\nchmod +x work.sh\nbash work.sh`,
  },
  fed('root', 'sudo bash'),
  fed('root', 'sudo -s'),
  fed('root', 'sudo -i'),
  fed('root', 'sudo su -'),
  fed('root', 'su -'),
  fed('away', 'ssh host'),
  fed('away', 'ssh -T ubuntu@host'),
  fed('away', 'ssh ubuntu@host bash -s'),
  fed('away', 'ssh ubuntu@host -- bash -es'),
  fed('away', 'juju ssh unit/0'),
  fed('away', 'juju ssh -m openstack unit/0 -- bash'),
  fed('away', 'cat', ' | ssh host bash'),
  fed('away', 'cat', ' | juju ssh unit/0 bash'),
  fed('rootAway', 'lxc exec c -- bash'),
  fed('away', 'multipass exec vm -- bash'),
  fed('rootAway', 'docker exec -i c bash'),
  fed('rootAway', 'kubectl exec -i pod -- bash'),
  fed('away', 'multipass shell vm'),
  fed('alone', 'bash /dev/stdin'),
  fed('alone', 'source /dev/stdin'),
  fed('alone', '. /dev/stdin'),
  fed('alone', 'at now'),
  fed('alone', 'sudo -u ubuntu bash'),
  { name: 'bash <<OUTER', kind: 'alone', write: (shell) => `bash <<OUTER\n${shell.replaceAll(/[$`\\]/g, '\\$&')}\nOUTER` },
  {
    name: "ssh host <<-'OUTER'",
    kind: 'away',
    write: (shell) => (/(?:^|\n)\t/.test(shell) ? undefined : `ssh host <<-'OUTER'\n${shell.replaceAll(/(?<=^|\n)/g, '\t')}\n\tOUTER`),
  },
  made('alone', 'bash <(X)'),
  made('here', 'source <(X)'),
  made('alone', 'bash -c "$(X)"'),
  made('here', 'eval "$(X)"'),
  made('away', 'ssh host "$(X)" </dev/null'),
  made('away', 'V=$(X)\nssh host "$V" </dev/null'),
  made('root', 'V="$(X)"\nsudo bash -c "$V"'),
  {
    name: "read -r -d '' V <<'OUTER'; ssh host \"$V\"",
    kind: 'away',
    write: (shell) => `read -r -d '' V <<'OUTER'\n${shell}\nOUTER\nssh host "$V" </dev/null`,
  },
  quoted('alone', 'bash <<< X'),
  quoted('alone', 'bash <<< X', double),
  quoted('alone', 'bash -c X'),
  quoted('alone', 'bash -lc X'),
  quoted('alone', 'sh -c X', double),
  quoted('here', 'eval X'),
  quoted('here', 'eval X', double),
  quoted('alone', 'trap X EXIT'),
  quoted('alone', 'trap -- X INT TERM', double),
  quoted('alone', 'echo X | bash'),
  quoted('alone', "printf '%s\\n' X | sh"),
  quoted('alone', 'watch X'),
  quoted('alone', 'watch -n 5 -d X', double),
  quoted('alone', 'timeout 60 bash -c X'),
  quoted('alone', 'nohup bash -c X > log 2>&1 &'),
  quoted('alone', 'env A=b bash -c X'),
  quoted('alone', 'flock /run/lock/x -c X'),
  quoted('alone', 'script -qc X log'),
  quoted('alone', 'xargs -I{} sh -c X < list'),
  quoted('alone', 'find . -name y -exec sh -c X \\;'),
  quoted('alone', 'find . -execdir bash -c X {} +'),
  quoted('alone', 'parallel -N0 X ::: a b'),
  quoted('alone', 'tmux new-session -d X'),
  quoted('alone', 'screen -dmS x bash -c X'),
  quoted('alone', 'systemd-run --wait bash -c X'),
  quoted('alone', 'V=X\nbash -c "$V"'),
  quoted('here', 'V=X\neval "$V"'),
  quoted('away', 'V=X\nssh host "$V" </dev/null'),
  quoted('away', 'for c in X; do ssh host "$c" </dev/null; done'),
  quoted('away', 'for c in uptime X \'ls -l\'; do juju ssh unit/0 "$c" </dev/null; done'),
  quoted('away', `cs=(X uptime)\nfor c in "\${cs[@]}"; do ssh host "$c" </dev/null; done`),
  quoted('alone', 'runuser -l ubuntu -c X'),
  quoted('away', 'pdsh -w host[1-3] X'),
  quoted('away', 'ansible all -m shell -a X'),
  quoted('rootAway', 'microk8s kubectl exec -it pod -- sh -c X'),
  quoted('root', 'sudo bash -c X'),
  quoted('root', 'sudo -H -u root bash -c X', double),
  quoted('root', 'su -c X'),
  quoted('root', 'su - root -c X'),
  quoted('away', 'ssh host X </dev/null'),
  quoted('away', 'ssh -n ubuntu@host X', double),
  quoted('away', 'ssh -t host -- X'),
  quoted('away', 'juju ssh unit/0 X </dev/null'),
  quoted('away', 'juju ssh -m openstack unit/0 -- X </dev/null', double),
  quoted('rootAway', 'juju exec --unit unit/0 -- X'),
  quoted('rootAway', 'juju exec -a app X', double),
  quoted('rootAway', 'lxc exec c -- bash -c X'),
  quoted('away', 'multipass exec vm -- bash -c X', double),
  quoted('rootAway', 'kubectl exec pod -c c -- sh -c X'),
  quoted('rootAway', 'docker run --rm image sh -c X'),
  quoted('away', 'for u in a b; do ssh "$u" X </dev/null; done'),
  quoted('away', 'ssh a "ssh b bash" <<< X'),
  quoted('alone', 'on() { bash -c "$1"; }\non X'),
  quoted('away', 'on() { ssh -n "$@"; }\non host X'),
  started('sudo X', 'root'),
  started('sudo -u ubuntu X'),
  started('env A=b X'),
  started('A=b X'),
  started('timeout 60 X'),
  started('timeout -k 5 60s X'),
  started('nohup X'),
  started('time X'),
  started('exec X'),
  started('command X'),
  started('nice -n 5 X'),
  started('ionice -c3 X'),
  started('stdbuf -oL X'),
  started('setsid -f X'),
  started('xargs X < list', 'adds'),
  started('xargs -r -n1 X < list', 'adds'),
  started('xargs -I{} X < list'),
  started('find . -name y -exec X \\;'),
  started("find . -name y -exec X ';'"),
  started('find . -type f -execdir X {} +', 'adds'),
  joined('watch X', 'program'),
  started('parallel X ::: a b', 'adds'),
  started('systemd-run --wait X'),
  started('runuser -u ubuntu -- X', 'root'),
  started('ip netns exec qrouter-1 X'),
  started('unshare -n X'),
  started('flock /run/lock/x X'),
  joined("for c in true 'X'; do $c; done", 'here'),
  joined("c='X'\n$c", 'here'),
  started('retry -t 3 X'),
  started('! X', 'here'),
  started('X &', 'alone'),
  started('X; echo', 'here'),
  started('true && X', 'here'),
  started('X || true', 'here'),
  started('X && echo ok', 'here'),
  started('X || echo FAIL', 'here'),
  started('echo $(X)', 'alone'),
  started('run() { "$@"; }\nrun X', 'here'),
  started('run() { local n=$1; shift; "$@"; }\nrun 3 X', 'here'),
  started('retry() { until "$@"; do sleep 1; done; }\nretry X', 'here'),
  joined('ssh host X </dev/null', 'away'),
  joined('ssh -t host -- X', 'away'),
  joined('juju ssh unit/0 X </dev/null', 'away'),
  joined('juju exec --unit unit/0 -- X', 'rootAway'),
  started('lxc exec c -- X', 'rootAway'),
  started('kubectl exec pod -- X', 'rootAway'),
  started('docker exec c X', 'rootAway'),
  started('multipass exec vm -- X', 'away'),
  joined('eval X', 'here'),
  started(`c=(X)\n"\${c[@]}"`, 'here'),
  joined('alias x="X"\nx', 'here'),
  { name: '\\program', kind: 'here', write: (shell) => (isSimple(shell) ? `\\${shell}` : undefined) },
  { name: '"program"', kind: 'here', write: (shell) => (isSimple(shell) ? shell.replace(/^[\w.-]+/, '"$&"') : undefined) },
  { name: "pro''gram", kind: 'here', write: (shell) => (isSimple(shell) ? shell.replace(/^\w/, "$&''") : undefined) },
  { name: '/usr/bin/program', kind: 'here', write: (shell) => (/^\w+ /.test(shell) && isSimple(shell) ? `/usr/bin/${shell}` : undefined) },
  {
    name: 'P=program; $P …',
    kind: 'here',
    write: (shell) => (isSimple(shell) ? shell.replace(/^([\w.-]+)/, 'P=$1\n$P') : undefined),
  },
  {
    name: `P=program; "\${P}" …`,
    kind: 'here',
    write: (shell) => (isSimple(shell) ? shell.replace(/^([\w.-]+)/, `P=$1\n"\${P}"`) : undefined),
  },
  {
    name: 'each word on a line of its own',
    kind: 'here',
    write: (shell) => (isSimple(shell) && !/["']/.test(shell) ? shell.replaceAll(' ', ' \\\n  ') : undefined),
  },
  {
    name: 'the last word in a variable',
    kind: 'here',
    write: (shell) =>
      isSimple(shell) && / [\w=./:-]+$/.test(shell)
        ? shell
            .replace(/ ([\w=./:-]+)$/, '\n$V')
            .replace(/^([^\n]*)\n\$V$/, (_, head: string) => `V=${shell.split(' ').at(-1)}\n${head} $V`)
        : undefined,
  },
  {
    name: 'the options in an array',
    kind: 'here',
    write: (shell) => (isSimple(shell) && / /.test(shell) ? shell.replace(/^(\S+) (.*)$/s, `o=($2)\n$1 "\${o[@]}"`) : undefined),
  },
]
