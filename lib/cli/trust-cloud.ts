import { createCloud, type Looked } from '../adapters/cloud/index.ts'
import { createJuju } from '../adapters/juju/index.ts'
import { createKube } from '../adapters/kube/index.ts'
import { createOpenstack } from '../adapters/openstack/index.ts'
import { pinsFile } from '../phase/cloud-pins.ts'
import type { Site } from '../phase/site.ts'
import { typed } from '../phase/typed.ts'
import { counted } from '../report/plain-text.ts'
import { newRunId } from '../run/run-id.ts'
import { shellLine } from '../transport/question.ts'
import { askThere } from '../transport/there.ts'
import { type PartShown, partLines, partsShown, pinParts } from '../trust/cloud.ts'
import { complain, processRedactor } from './complain.ts'
import { confirm, isAtTerminal } from './confirm.ts'
import { styled } from './style.ts'
import type { Outcome, TrustFlags } from './trust.ts'

/**
 * Shows which cloud is pinned and which one answers. If the user agrees, pins the new parts, and with `--cloud` the changed parts too. Exit code 1: a
 * part that answers is not pinned, or a pinned part is silent. 0: neither. 2: there is no terminal to ask on. 3: no part answers.
 */
export async function trustCloud(site: Site, flags: TrustFlags): Promise<Outcome> {
  const shown = partsShown(await lookedAt(site), site.pinned ?? {})
  const paint = styled(process.stdout)
  const say = (lines: readonly string[]) => process.stdout.write(`${processRedactor().redact(lines.join('\n'))}\n`)
  say([`${paint('bold', site.name)} · the ids pinned for its cloud are in ${pinsFile(site)}`, '', ...partLines(shown, paint), ''])
  const isNamed = flags.cloud === true
  const wanted = shown.filter(({ state }) => state === 'new' || (state === 'changed' && isNamed))
  const isLeft = shown.some(({ state, pinned }) => (state === 'changed' && !isNamed) || (state === 'silent' && pinned !== undefined))
  if (wanted.length === 0) {
    if (shown.every(({ state }) => state === 'silent')) {
      say(['No part of the cloud answers, so nothing can be pinned.'])
      return 3
    }
    const isOther = shown.some(({ state }) => state === 'changed')
    say([
      isOther
        ? `The cloud that answers is not the pinned one. If that is right, pin it: ${typed} trust --cloud`
        : 'Nothing to pin: what answers is pinned.',
    ])
    return isLeft ? 1 : 0
  }
  say([...adviceOn(shown, site), ''])
  if (!flags.yes && !isAtTerminal()) {
    process.stderr.write(
      'gates: nothing was pinned: there is no terminal to ask on. When this is the cloud you mean, run the command again with --yes\n',
    )
    return 2
  }
  if (!flags.yes && !(await confirm(`Pin ${wanted.length === 1 ? 'this id' : `these ${wanted.length} ids`}? Compare them first.`))) {
    say(['Nothing was pinned.'])
    return 1
  }
  await pinParts(site, wanted, new Date())
  say([`${counted(wanted.length, 'id')} pinned in ${pinsFile(site)}`])
  return isLeft ? 1 : 0
}

async function lookedAt(site: Site): Promise<readonly Looked[]> {
  const { ask, close } = askThere('trust', site, {
    runId: newRunId(),
    onWarning: complain,
    onSecret: (secret) => processRedactor().learn(secret),
  })
  try {
    const asked = { juju: createJuju(ask, site), openstack: createOpenstack(ask, site), kube: createKube(ask, site) }
    return await createCloud(asked, site).parts()
  } finally {
    await close()
  }
}

function adviceOn(shown: readonly PartShown[], site: Site): readonly string[] {
  const is = (state: PartShown['state']) => shown.some((one) => one.state === state)
  const compare = `Before you pin an id, compare it with that of the cloud that you mean. For example, look up the model on the controller: ${shellLine(['juju', 'show-model', site.juju.model])}`
  if (!is('changed')) return [compare]
  const why = is('unchanged')
    ? 'Some parts of the cloud have another id than the pinned one, and others do not. Either only those parts were rebuilt, or the Juju login, openrc or kubeconfig is for another cloud.'
    : 'This is not the pinned cloud: the cloud was rebuilt, or this machine asks the wrong one.'
  return [why, compare]
}
