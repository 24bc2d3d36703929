import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Site } from '../../phase/site.ts'
import { CouldNotLook } from '../could-not-look.ts'
import type { CredentialSource } from './read-credential.ts'
import type { OpenstackOptions } from './transport.ts'

/** How a site's OpenStack is reached. Throws CouldNotLook when the site file names no CA. */
export function openstackOptionsOf(site: Site, env: NodeJS.ProcessEnv): Omit<OpenstackOptions, 'onSecret'> {
  const { address, port, adminProjectCandidates, adminDomain, interface: kind, region } = site.keystone
  if (site.caFile === undefined)
    throw new CouldNotLook(
      'credential',
      'CA file',
      `site ${site.name} does not name the CA that signed the API certificates, so none can be verified`,
      {
        remedy: 'add caFile to the site file',
      },
    )
  return {
    keystone: { address, port },
    caFile: site.caFile,
    model: site.juju.model,
    credential: credentialOf(site, env),
    candidates: { projects: adminProjectCandidates, domain: adminDomain },
    endpoints: { interface: kind, ...(region === undefined ? {} : { region }) },
  }
}

function credentialOf(site: Site, env: NodeJS.ProcessEnv): CredentialSource | undefined {
  if (site.openrc !== undefined) return { kind: 'openrc', path: site.openrc }
  if (site.cloud) return { kind: 'cloud', path: site.cloud.file, name: site.cloud.name }
  // The openstack command uses the same variables: OS_CLOUD names a cloud in clouds.yaml, and OS_CLIENT_CONFIG_FILE may say where that file is.
  if (env.OS_CLOUD)
    return { kind: 'cloud', path: env.OS_CLIENT_CONFIG_FILE ?? join(homedir(), '.config/openstack/clouds.yaml'), name: env.OS_CLOUD }
  return undefined
}
