import type { Rule } from '../rule.ts'
import { operandsOf, textOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'
import { openstackDaemon } from '../shell/programs.ts'
import { writtenFiles } from '../shell/redirections.ts'

export const rule: Rule = {
  name: 'systemd-dropin-for-openstack',
  sources: ['D-037'],
  severity: 'error',
  why: 'The unit starts an init script, so what a drop-in adds to ExecStart never reaches the daemon, while everything looks applied.',
  fix: 'Put DAEMON_ARGS="$DAEMON_ARGS …" in /etc/default/<service>, and look at the arguments of the live process.',
  bad: [
    "sudo tee /etc/systemd/system/magnum-conductor.service.d/override.conf <<'EOF'\n[Service]\nExecStart=\nEOF",
    'sudo systemctl edit magnum-conductor',
    "juju ssh magnum/0 'sudo mkdir -p /etc/systemd/system/magnum-api.service.d' </dev/null",
    "sudo bash -s <<'EOF'\ncat > /etc/systemd/system/nova-compute.service.d/x.conf <<'IN'\n[Service]\nIN\nEOF",
  ],
  good: [
    'echo \'DAEMON_ARGS="$DAEMON_ARGS --config-dir /etc/magnum/magnum.conf.d"\' | sudo tee /etc/default/magnum-conductor',
    'sudo systemctl cat magnum-conductor',
    'sudo tee /etc/systemd/system/nginx.service.d/x.conf < x',
    'ls /etc/systemd/system/magnum-conductor.service.d',
  ],
  *check(page) {
    for (const { calls } of page.blocks) {
      const all = calls.flatMap((call) => dropIn(call) ?? [])
      // One hit for each service: where the drop-in is written, else where its folder is made.
      for (const [service, found] of Map.groupBy(all, (one) => one.service)) {
        const { word } = found.find(({ isFolder }) => !isFolder) ?? found[0] ?? {}
        if (word) yield { start: word.start, end: word.end, text: `a systemd drop-in does not reach ${service}` }
      }
    }
  },
}

interface DropIn {
  readonly word: Word
  readonly service: string
  /** The command only makes the folder for the drop-in. */
  readonly isFolder: boolean
}

function dropIn(call: Call): DropIn | undefined {
  const written = call.wraps ? [] : writtenFiles(call.redirections).flatMap(({ target }) => (target ? [target] : []))
  const named = /^(?:tee|cp|mv|install|mkdir|ln)$/.test(call.name) ? operandsOf(call) : []
  for (const word of [...written, ...named]) {
    const service = /\/systemd\/system\/([\w@-]+)\.service\.d\b/.exec(textOf(word))?.[1] ?? ''
    if (openstackDaemon.test(service)) return { word, service, isFolder: call.name === 'mkdir' }
  }
  const [verb, unit] = call.name === 'systemctl' ? operandsOf(call) : []
  const service = textOf(unit).replace(/\.service$/, '')
  return verb?.shape === 'edit' && unit && openstackDaemon.test(service) ? { word: unit, service, isFolder: false } : undefined
}
