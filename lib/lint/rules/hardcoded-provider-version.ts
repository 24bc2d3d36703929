import type { Rule } from '../rule.ts'
import { operandsOf, options, optionValue, textOf, textsOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'
import { kubectl } from '../shell/programs.ts'

const semver = /v?\d+\.\d+\.\d+/
const provider =
  /cluster-api|\bcapi\b|\bcapo\b|\bcaaph\b|capi-|janitor|addon-provider|add-on-provider|\borc\b|openstack-resource-controller/

export const rule: Rule = {
  name: 'hardcoded-provider-version',
  sources: ['D-034'],
  severity: 'warning',
  why: 'The versions that fit together are in dependencies.json of the chosen capi-helm-charts tag; a copy on a page goes stale by itself.',
  fix: 'Read it: v=$(jq -r \'."cluster-api"\' dependencies.json), then use "$v".',
  bad: [
    'clusterctl init --core cluster-api:v1.9.6 --infrastructure openstack:v0.12.2',
    'CAPO_VERSION=v0.12.2\nclusterctl init --infrastructure "openstack:$CAPO_VERSION"',
    'line="clusterctl init --core cluster-api:$(dep core)"\nline="$line --infrastructure openstack:v0.14.4"\neval "$line --wait-providers"',
    'helm upgrade --install cluster-api-addon-provider capi-addons/cluster-api-addon-provider --version 0.5.9',
    'kubectl apply -f https://github.com/k-orc/openstack-resource-controller/releases/download/v1.0.2/install.yaml',
    'clusterctl upgrade apply --infrastructure capo-system/openstack:v0.12.2',
    'env V=0.11.0 bash -c \'helm upgrade --install cluster-api-addon-provider x/cluster-api-addon-provider --version "$V"\'',
    'V=0.5.9 bash -c \'helm upgrade --install cluster-api-addon-provider x/cluster-api-addon-provider --version "$V"\'',
  ],
  good: [
    'v=$(jq -r \'."cluster-api-provider-openstack"\' dependencies.json)\nclusterctl init --infrastructure "openstack:$v"',
    'clusterctl init --infrastructure openstack',
    'helm install demo capi/openstack-cluster --version "$chart"',
    'helm install grafana grafana/grafana --version 7.3.1',
    'kubectl apply -f "https://github.com/k-orc/openstack-resource-controller/releases/download/$ORC/install.yaml"',
    'clusterctl generate cluster demo --kubernetes-version v1.34.8',
    'env V="$(jq -r .caaph dependencies.json)" bash -c \'helm upgrade --install cluster-api-addon-provider x/cluster-api-addon-provider --version "$V"\'',
  ],
  *check({ named }) {
    for (const call of named('clusterctl', 'helm', 'kubectl', 'k', 'k8s')) {
      const words = versioned(call)
      const [first] = words
      const versions = words.map((word) => semver.exec(textOf(word))?.[0]).join(', ')
      if (first) yield { start: first.start, end: first.end, text: `the provider version ${versions} is written down here` }
    }
  },
}

function versioned(call: Call): readonly Word[] {
  const isVersioned = (word: Word) => semver.test(textOf(word))
  if (call.name === 'clusterctl') {
    if (!/^(?:init|upgrade)$/.test(call.words[1]?.shape ?? '')) return []
    return call.words.filter((word) => /:v?\d+\.\d+\.\d+/.test(textOf(word)))
  }
  if (call.name === 'helm') {
    const version = optionValue(call, '--version')
    const [verb, ...names] = operandsOf(
      call,
      options('-n --namespace --version --set --set-string -f --values --timeout --repo --kubeconfig'),
    )
    const ours =
      /^(?:install|upgrade|template|pull)$/.test(verb?.shape ?? '') &&
      names.some((word) => provider.test(textOf(word)) && !/openstack-cluster$/.test(textOf(word)))
    return ours && version && isVersioned(version) ? [version] : []
  }
  const verb = kubectl(call)?.verb
  if (verb !== 'apply' && verb !== 'create') return []
  const file = optionValue(call, '-f', '--filename')
  return file && textsOf(call).some((text) => /releases\/download\/v?\d/.test(text)) && provider.test(textOf(file)) && isVersioned(file)
    ? [file]
    : []
}
