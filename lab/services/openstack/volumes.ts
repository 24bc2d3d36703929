/**
 * A stand-in for Cinder, not the real one: the lab has no disks to give. Magnum's driver makes no cluster without a volume type, so the stand-in has
 * one, and it reports its daemons as up. It accepts every caller.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { volumesAddress, volumesPort } from './table.ts'

const [cert = '', key = ''] = process.argv.slice(2)

const types = [{ id: 'c0ffee00-0000-4000-8000-000000000001', name: 'ceph', is_public: true, extra_specs: {}, description: null }]
const root = { versions: [{ id: 'v3.0', status: 'CURRENT', version: '3.70', min_version: '3.0', links: [] }] }

const daemons = () =>
  ['cinder-scheduler', 'cinder-volume'].map((binary) => ({
    binary,
    host: binary === 'cinder-volume' ? 'cinder@CEPH' : 'cinder',
    zone: 'nova',
    status: 'enabled',
    state: 'up',
    updated_at: new Date().toISOString().replace('Z', '000'),
    disabled_reason: null,
  }))

createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (question, answer) => {
  const path = (question.url ?? '/').replace(/\?.*/, '').replace(/\/$/, '')
  const known: Readonly<Record<string, () => object>> = {
    '': () => root,
    '/v3': () => root,
    '/v3/types': () => ({ volume_types: types }),
    '/v3/volumes/detail': () => ({ volumes: [] }),
    '/v3/os-services': () => ({ services: daemons() }),
  }
  const body = known[path]?.()
  answer.writeHead(body ? 200 : 404, { 'content-type': 'application/json' })
  answer.end(JSON.stringify(body ?? { itemNotFound: { code: 404, message: `the lab's stand-in for Cinder has no ${path}` } }))
}).listen(volumesPort, volumesAddress)
