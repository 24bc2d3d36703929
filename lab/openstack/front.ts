import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../run.ts'
import type { Cloud } from './cloud.ts'
import { startDaemon } from './daemon.ts'
import { certificateOf } from './pki.ts'
import { type Api, addressOf, apis, socketOf } from './table.ts'

/** Starts the nginx that ends TLS in front of every API and keeps its callers' connections. */
export async function startFront(cloud: Cloud): Promise<void> {
  const folder = join(cloud.dir, 'nginx')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const config = join(folder, 'nginx.conf')
  writeFileSync(config, text(cloud), { mode: 0o600 })
  const nginx = ['nginx', '-p', `${folder}/`, '-e', join(folder, 'error.log'), '-c', config]
  await run([...nginx, '-t'])
  startDaemon(cloud.dir, { name: 'nginx', argv: nginx })
}

/** Debian's own list hands the host over without its port, and every link a service writes would miss it. */
const parameters: Readonly<Record<string, string>> = {
  REQUEST_METHOD: '$request_method',
  REQUEST_URI: '$request_uri',
  PATH_INFO: '$document_uri',
  SCRIPT_NAME: '""',
  QUERY_STRING: '$query_string',
  CONTENT_TYPE: '$content_type',
  CONTENT_LENGTH: '$content_length',
  SERVER_PROTOCOL: '$server_protocol',
  SERVER_NAME: '$server_name',
  SERVER_PORT: '$server_port',
  HTTP_HOST: '$host:$server_port',
  REMOTE_ADDR: '$remote_addr',
  HTTPS: 'on',
  UWSGI_SCHEME: 'https',
}

function text(cloud: Cloud): string {
  const { cert, key } = certificateOf(cloud)
  return `daemon off;
user root;
worker_processes 1;
pid nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
  ssl_certificate "${cert}";
  ssl_certificate_key "${key}";
${Object.entries(parameters)
  .map(([name, value]) => `  uwsgi_param ${name} ${value};\n`)
  .join('')}  uwsgi_read_timeout 120s;
${apis.map((api) => server(cloud, api)).join('')}}
`
}

function server(cloud: Cloud, api: Api): string {
  return `  server { listen ${addressOf(cloud, api)}:${api.port} ssl; location / { uwsgi_pass unix:${socketOf(cloud, api)}; } }
`
}
