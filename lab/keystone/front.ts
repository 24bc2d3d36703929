import { mkdirSync, writeFileSync } from 'node:fs'
import { run } from '../run.ts'
import { served } from './pki.ts'
import { inDir, type Place, port, type StandIn } from './place.ts'

/** The nginx that ends TLS in front of keystone, as apache does in a charmed unit, and plays the other APIs. */
export async function nginx(place: Place): Promise<[string, ...string[]]> {
  const folder = inDir(place, 'nginx')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(`${folder}/nginx.conf`, textOf(place), { mode: 0o600 })
  const argv: [string, ...string[]] = ['nginx', '-p', `${folder}/`, '-e', `${folder}/error.log`, '-c', `${folder}/nginx.conf`]
  await run([...argv, '-t'])
  return argv
}

function textOf(place: Place): string {
  return `daemon off;
user root;
worker_processes 1;
pid nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
  ssl_certificate "${inDir(place, 'pki', `${served}.crt`)}";
  ssl_certificate_key "${inDir(place, 'pki', `${served}.key`)}";
  include /etc/nginx/uwsgi_params;
  uwsgi_param HTTPS on;
  server {
    listen ${place.address}:${port} ssl;
    location / { uwsgi_pass unix:${inDir(place, 'keystone.sock')}; }
  }
${place.standIns.map((one) => standIn(place, one)).join('')}}
`
}

function standIn(place: Place, { port: at, answers = {} }: StandIn): string {
  const root = { versions: [{ id: 'v1', status: 'CURRENT', links: [{ rel: 'self', href: `https://${place.address}:${at}/` }] }] }
  const locations = Object.entries({ '/': root, ...answers }).map(
    ([path, document]) => `    location = ${path} { default_type application/json; return 200 '${JSON.stringify(document)}'; }\n`,
  )
  return `  server {\n    listen ${place.address}:${at} ssl;\n${locations.join('')}  }\n`
}
