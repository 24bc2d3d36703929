import type { Rule } from '../rule.ts'
import { operandsOf, options, textOf, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'

export const rule: Rule = {
  name: 'installs-helm-unlinked',
  sources: ['DOCFIX-035'],
  severity: 'warning',
  why: 'The conductor runs with the PATH of init, which has no /usr/local/bin, so it does not find the helm that every login shell finds.',
  fix: 'First check the tarball with sha256sum -c. Then install the helm program from it as /usr/local/bin/helm, and run sudo ln -s /usr/local/bin/helm /usr/bin/helm.',
  bad: [
    'tar xf helm.tar.gz\nsudo install -m 0755 linux-amd64/helm /usr/local/bin/helm',
    'sha256sum -c helm.sha256sum\nsudo mv linux-amd64/helm /usr/local/bin/',
    'sudo cp linux-amd64/helm /usr/local/bin/helm\nsudo ln -s /usr/local/bin/helm /usr/bin/helm',
    'curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash',
    'curl -fsSL -o get_helm.sh https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3\nbash get_helm.sh',
    'curl -L https://get.helm.sh/h.tar.gz | sudo tar xz -C /usr/local/bin --strip-components=1 linux-amd64/helm',
    "juju ssh magnum/0 'command -v helm' </dev/null",
    "juju ssh magnum/0 'sudo install linux-amd64/helm /usr/local/bin/helm' </dev/null",
    {
      file: 'magnum.md',
      text: '```bash\nsha256sum -c s && sudo install helm /usr/local/bin/helm\nsudo ln -s /usr/local/bin/helm /usr/bin/helm\n```\n\nOn the second unit:\n\n```bash\nsudo install helm /usr/local/bin/helm\n```\n',
    },
  ],
  good: [
    'sha256sum -c helm.sha256sum\nsudo install -m 0755 linux-amd64/helm /usr/local/bin/helm\nsudo ln -sf /usr/local/bin/helm /usr/bin/helm',
    `juju ssh magnum/0 "env -i PATH=/usr/sbin:/usr/bin sh -c 'command -v helm'" </dev/null`,
    'command -v helm',
    'sudo snap install helm --classic',
    'sudo install -m 0755 clusterctl /usr/local/bin/clusterctl',
    'ls -l /usr/local/bin/helm',
    {
      file: 'magnum.md',
      text: '```bash\nsha256sum -c s && sudo install helm /usr/local/bin/helm\n```\n\n```bash\nsudo ln -s /usr/local/bin/helm /usr/bin/helm\n```\n',
    },
  ],
  *check({ calls, named }) {
    for (const call of named('command', 'which')) {
      if (asksLoginShell(call, calls))
        yield { start: call.start, end: call.end, text: 'a login shell has a different PATH than the conductor', fix: asDaemon }
    }
    for (const call of named(...installers)) {
      const how = installs(call)
      if (how === undefined) continue
      const checked = how === 'script' || calls.slice(0, call.index).some(checksSum)
      const next =
        named(...installers).find((one) => one.index > call.index && installs(one) !== undefined)?.index ?? Number.POSITIVE_INFINITY
      // A link that is made in the same block counts. A link that is made later counts too, unless helm is installed again before that.
      const linked = calls.some((one) => linksHelm(one) && (one.block === call.block || (one.index > call.index && one.index < next)))
      const missing = [...(linked ? [] : ['has no link in /usr/bin']), ...(checked ? [] : ['was not checked against its checksum'])]
      if (missing.length > 0) yield { start: call.start, end: call.end, text: `helm in /usr/local/bin ${missing.join(' and ')}` }
    }
  },
}

const installers = ['install', 'mv', 'cp', 'tar', 'curl', 'wget'] as const

const asDaemon = "env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'command -v helm && helm version --short'"

/**
 * Whether the call looks for helm (`command -v helm` or `which helm`) on a unit of magnum, without `env` around it. Such a call searches the PATH of
 * a login shell.
 */
function asksLoginShell(call: Call, calls: readonly Call[]): boolean {
  const [program, , wanted] = textsOf(call)
  const asks = (program === 'command' && wanted === 'helm') || (program === 'which' && textsOf(call)[1] === 'helm')
  const around = calls.filter((one) => one.wraps && one.start <= call.start && call.end <= one.end)
  return (
    asks &&
    around.some((one) => one.name === 'juju' && textsOf(one).some((text) => /^magnum\//.test(text))) &&
    !around.some(({ name }) => name === 'env')
  )
}

/**
 * How the command installs helm. `copy`: it puts the program into /usr/local/bin. `script`: it is Helm's own installer, which compares the checksum.
 * Neither makes a link in /usr/bin. Undefined: the command does not install helm.
 */
function installs(call: Call): 'copy' | 'script' | undefined {
  const texts = textsOf(call)
  if (/^(?:curl|wget)$/.test(call.name)) return texts.some((text) => /get-helm-[34]|helm\/.*\/get$/.test(text)) ? 'script' : undefined
  if (call.name === 'tar') return texts.includes('/usr/local/bin') && texts.some((text) => /(?:^|\/)helm$/.test(text)) ? 'copy' : undefined
  const words = operandsOf(call, options('-m -o -g -t -S')).map(textOf)
  if (!words.slice(0, -1).some((text) => /(?:^|\/)helm$/.test(text))) return undefined
  return /^\/usr\/local\/bin(?:\/helm|\/)?$/.test(words.at(-1) ?? '') ? 'copy' : undefined
}

function linksHelm(call: Call): boolean {
  const words = textsOf(call)
  return (
    /^(?:ln|install|cp)$/.test(call.name) && /^\/usr\/bin\/(?:helm)?$/.test(words.at(-1) ?? '') && words.some((text) => /helm$/.test(text))
  )
}

function checksSum(call: Call): boolean {
  return (
    /^(?:sha(?:256|512)sum|shasum|openssl|gpg|cosign)$/.test(call.name) || textsOf(call).some((text) => /^(?:sha256sum|shasum)$/.test(text))
  )
}
