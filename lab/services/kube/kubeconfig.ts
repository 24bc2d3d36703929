import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const goodToken = 'lab-openstack-gates-token'

/** Writes `<dir>/kubeconfig.yaml`: context `capi-mgmt` with the token, `capi-mgmt-cert` with the client certificate. */
export async function writeKubeconfig(dir: string, server: string, token: string = goodToken): Promise<void> {
  await write(join(dir, 'kubeconfig.yaml'), {
    'current-context': 'capi-mgmt',
    clusters: [await cluster(dir, server)],
    contexts: [context('capi-mgmt', 'gates-token'), context('capi-mgmt-cert', 'gates-cert')],
    users: [
      { name: 'gates-token', user: { token } },
      { name: 'gates-cert', user: await certificate(dir, 'gates') },
    ],
  })
}

/** Writes `<dir>/admin.kubeconfig`, for the programs of the cluster itself; returns its path. */
export async function writeAdminKubeconfig(dir: string, server: string): Promise<string> {
  const path = join(dir, 'admin.kubeconfig')
  await write(path, {
    'current-context': 'admin',
    clusters: [await cluster(dir, server)],
    contexts: [context('admin', 'admin')],
    users: [{ name: 'admin', user: await certificate(dir, 'admin') }],
  })
  return path
}

async function cluster(dir: string, server: string): Promise<object> {
  return { name: 'capi-mgmt', cluster: { server, 'certificate-authority-data': await base64(dir, 'ca.crt') } }
}

async function certificate(dir: string, name: string): Promise<object> {
  return { 'client-certificate-data': await base64(dir, `${name}.crt`), 'client-key-data': await base64(dir, `${name}.key`) }
}

async function base64(dir: string, name: string): Promise<string> {
  return (await readFile(join(dir, 'pki', name))).toString('base64')
}

function context(name: string, user: string): object {
  return { name, context: { cluster: 'capi-mgmt', user } }
}

/** JSON is YAML, and needs no writer. */
async function write(path: string, parts: object): Promise<void> {
  await writeFile(path, `${JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...parts }, null, 2)}\n`, { mode: 0o600 })
}
