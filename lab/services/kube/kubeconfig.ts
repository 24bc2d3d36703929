import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const goodToken = 'lab-openstack-gates-token'

/** Writes `<dir>/kubeconfig.yaml`: context `capi-mgmt` with the token, `capi-mgmt-cert` with the client certificate. */
export async function writeKubeconfig(dir: string, server: string, token: string = goodToken): Promise<void> {
  const base64 = async (name: string) => (await readFile(join(dir, 'pki', name))).toString('base64')
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'capi-mgmt',
    clusters: [{ name: 'capi-mgmt', cluster: { server, 'certificate-authority-data': await base64('ca.crt') } }],
    contexts: [context('capi-mgmt', 'gates-token'), context('capi-mgmt-cert', 'gates-cert')],
    users: [
      { name: 'gates-token', user: { token } },
      {
        name: 'gates-cert',
        user: { 'client-certificate-data': await base64('gates.crt'), 'client-key-data': await base64('gates.key') },
      },
    ],
  }
  // JSON is YAML, and needs no writer.
  await writeFile(join(dir, 'kubeconfig.yaml'), `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
}

function context(name: string, user: string) {
  return { name, context: { cluster: 'capi-mgmt', user } }
}
