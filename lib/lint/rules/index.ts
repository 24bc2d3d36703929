import type { Rule } from '../rule.ts'
import { rule as actionOutputScraped } from './action-output-scraped.ts'
import { rule as actionWithoutWait } from './action-without-wait.ts'
import { rule as apiResourcesForServed } from './api-resources-for-served.ts'
import { rule as authorizeCharmWithRootToken } from './authorize-charm-with-root-token.ts'
import { rule as bareScriptCall } from './bare-script-call.ts'
import { rule as bootstrapWithoutClusterConfig } from './bootstrap-without-cluster-config.ts'
import { rule as certManagerOldFlag } from './cert-manager-old-flag.ts'
import { rule as checkBlockWrites } from './check-block-writes.ts'
import { rule as clusterctlBeforeOrc } from './clusterctl-before-orc.ts'
import { rule as couldNotRead } from './could-not-read.ts'
import { rule as destroyModelOnPod } from './destroy-model-on-pod.ts'
import { rule as finalizersEmptied } from './finalizers-emptied.ts'
import { rule as flannelTemplate } from './flannel-template.ts'
import { rule as gateWithoutCheck } from './gate-without-check.ts'
import { rule as hardcodedMaasId } from './hardcoded-maas-id.ts'
import { rule as hardcodedProviderVersion } from './hardcoded-provider-version.ts'
import { rule as imageByName } from './image-by-name.ts'
import { rule as inferredCrName } from './inferred-cr-name.ts'
import { rule as installsHelmUnlinked } from './installs-helm-unlinked.ts'
import { rule as maasList } from './maas-list.ts'
import { rule as nginxReloadAfterListenChange } from './nginx-reload-after-listen-change.ts'
import { rule as noSuiteGate } from './no-suite-gate.ts'
import { rule as nonAsciiOrCrlf } from './non-ascii-or-crlf.ts'
import { rule as pasteBlockUnwrapped } from './paste-block-unwrapped.ts'
import { rule as refreshOfHeldCharm } from './refresh-of-held-charm.ts'
import { rule as reloadAfterEdit } from './reload-after-edit.ts'
import { rule as rootFileReadWithoutSudo } from './root-file-read-without-sudo.ts'
import { rule as secretInTmp } from './secret-in-tmp.ts'
import { rule as secretOnCurlArgv } from './secret-on-curl-argv.ts'
import { rule as sedIUnchecked } from './sed-i-unchecked.ts'
import { rule as setEWithCountGrep } from './set-e-with-count-grep.ts'
import { rule as snapReadsTmp } from './snap-reads-tmp.ts'
import { rule as sshEatsStdin } from './ssh-eats-stdin.ts'
import { rule as systemdDropinForOpenstack } from './systemd-dropin-for-openstack.ts'
import { rule as unscopedRelease } from './unscoped-release.ts'
import { rule as unsealKeyOnArgv } from './unseal-key-on-argv.ts'
import { rule as vaultInitNotTeed } from './vault-init-not-teed.ts'
import { rule as vaultTokenSecretId } from './vault-token-secret-id.ts'
import { rule as webDownloadAzimuth } from './web-download-azimuth.ts'

/** Every rule about commands, by name. */
export const rules: readonly Rule[] = [
  actionOutputScraped,
  actionWithoutWait,
  apiResourcesForServed,
  authorizeCharmWithRootToken,
  bareScriptCall,
  bootstrapWithoutClusterConfig,
  certManagerOldFlag,
  checkBlockWrites,
  clusterctlBeforeOrc,
  couldNotRead,
  destroyModelOnPod,
  finalizersEmptied,
  flannelTemplate,
  gateWithoutCheck,
  hardcodedMaasId,
  hardcodedProviderVersion,
  imageByName,
  inferredCrName,
  installsHelmUnlinked,
  maasList,
  nginxReloadAfterListenChange,
  noSuiteGate,
  nonAsciiOrCrlf,
  pasteBlockUnwrapped,
  refreshOfHeldCharm,
  reloadAfterEdit,
  rootFileReadWithoutSudo,
  secretInTmp,
  secretOnCurlArgv,
  sedIUnchecked,
  setEWithCountGrep,
  snapReadsTmp,
  sshEatsStdin,
  systemdDropinForOpenstack,
  unscopedRelease,
  unsealKeyOnArgv,
  vaultInitNotTeed,
  vaultTokenSecretId,
  webDownloadAzimuth,
]
