import type { Rule } from '../rule.ts'
import { beforeOnPage, optionValue, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { kubectl } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'clusterctl-before-orc',
  sources: ['D-034'],
  severity: 'error',
  why: 'The OpenStack provider needs a CRD of ORC at its start, so it crash-loops until somebody installs ORC.',
  fix: 'Install in this order: cert-manager, ORC, clusterctl init, the add-on provider, the janitor.',
  bad: [
    'clusterctl init --infrastructure openstack',
    'clusterctl init',
    'clusterctl init --core cluster-api --infrastructure "openstack:$CAPO"\nkubectl apply -f https://github.com/k-orc/openstack-resource-controller/releases/latest/download/install.yaml',
    "ssh mgmt bash -s <<'EOF'\nclusterctl init -i openstack\nEOF",
    `step_orc() { kubectl apply -f orc.yaml; }\nstep_init() { clusterctl init; }\nsteps=(init orc)\nfor s in "\${steps[@]}"; do "step_$s"; done`,
    'part_orc() { kubectl apply -f https://github.com/k-orc/openstack-resource-controller/releases/download/$ORC/install.yaml; }\npart_capi() { clusterctl init --infrastructure openstack; }\nrun_parts() { local p; for p; do "part_$p"; done; }\nrun_parts capi orc',
  ],
  good: [
    'kubectl apply -f https://github.com/k-orc/openstack-resource-controller/releases/latest/download/install.yaml\nclusterctl init --infrastructure openstack',
    'kubectl apply --server-side -f "$HOME/orc-install.yaml"\nclusterctl init -i openstack',
    'step_init() { clusterctl init; }\nstep_orc() { kubectl apply -f orc.yaml; }\nfor s in orc init; do "step_$s"; done',
    'clusterctl init --infrastructure docker',
    'clusterctl init --infrastructure openstack:v0.10.5',
    'clusterctl generate cluster x --infrastructure openstack',
    'part_orc() { kubectl apply -f https://github.com/k-orc/openstack-resource-controller/releases/download/$ORC/install.yaml; }\npart_capi() { clusterctl init --infrastructure openstack; }\nrun_parts() { local p; for p; do "part_$p"; done; }\nrun_parts orc capi',
  ],
  *check(page) {
    for (const call of page.named('clusterctl')) {
      if (call.words[1]?.shape !== 'init') continue
      const provider = optionValue(call, '--infrastructure', '-i')
      const [, minor] = /openstack:v0\.(\d+)/.exec(provider?.values[0] ?? '') ?? []
      // Providers before 0.12 did not need ORC.
      if ((provider !== undefined && !/\bopenstack\b/.test(provider.shape)) || (minor !== undefined && Number(minor) < 12)) continue
      if (beforeOnPage(page, call).some(installsOrc)) continue
      yield { start: call.start, end: call.end, text: 'clusterctl init comes before ORC' }
    }
  },
}

function installsOrc(call: Call): boolean {
  const verb = kubectl(call)?.verb
  const applies =
    verb === 'apply' || verb === 'create' || (call.name === 'helm' && /^(?:install|upgrade)$/.test(call.words[1]?.shape ?? ''))
  return applies && textsOf(call).some((text) => /(?:^|[^a-z])k?-?orc(?:[^a-z]|$)|openstack-resource-controller/i.test(text))
}
