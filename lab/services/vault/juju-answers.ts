/**
 * What the stand-in for juju prints about the vault charm. The form of these answers follows juju's source (cmd/juju/action, Juju 3.x). They are not
 * output of a real juju.
 */

/** `juju actions vault --schema --format json`; with `token-secret-id`, the answer of another charm revision. */
export function vaultActions(parameter: 'token' | 'token-secret-id' = 'token'): object {
  const action = (description: string, properties: object = {}) => ({
    type: 'object',
    description,
    properties,
    additionalProperties: false,
  })
  return {
    'authorize-charm': {
      ...action('Authorize the vault charm to interact with vault', { [parameter]: { type: 'string', description: 'Token' } }),
      required: [parameter],
    },
    'generate-root-ca': action('Generate a self-signed root CA', {
      ttl: { type: 'string', description: 'Time To Live', default: '87599h' },
    }),
    'get-root-ca': action('Get the root CA certificate'),
  }
}

/** `juju run vault/leader get-root-ca --wait=2m --format json`. A charm without a root CA hands out the word None. */
export function getRootCa(pem: string | undefined, unit = 'vault/0'): object {
  return {
    [unit]: {
      id: '32',
      unit,
      status: 'completed',
      results: { output: pem ?? 'None', 'return-code': 0 },
      timing: {
        enqueued: '2026-11-20 09:59:55 +0000 UTC',
        started: '2026-11-20 09:59:56 +0000 UTC',
        completed: '2026-11-20 09:59:58 +0000 UTC',
      },
    },
  }
}

/** A certificate as `juju run` prints it for people: indented, and so no longer a valid certificate (DOCFIX-021). */
export function indented(pem: string): string {
  return pem.replaceAll(/^(?=.)/gm, '  ')
}
