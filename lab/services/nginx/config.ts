import { join } from 'node:path'
import { caFile } from '../../cloud/pki.ts'
import { proxyAddress as proxy, upstreamAddress as upstream } from '../../cloud/table.ts'

/** The upstream's name, as Juju names a container: the only one in its certificate. */
export const upstreamName = 'juju-ffe3b8-2-lxd-2'

/** Parts of the proxy's vhost, one a fault each. */
export interface Vhost {
  readonly verify: string
  readonly serverName: string
  readonly name: string
  /** Tells the upstream that the browser came by https, so that it redirects nobody. */
  readonly forwarded: string
  readonly redirect: string
  /** What it does to the cookies of its upstream. */
  readonly cookies: string
}

export const goodVhost: Vhost = {
  verify: 'proxy_ssl_verify on;',
  serverName: 'proxy_ssl_server_name on;',
  name: `proxy_ssl_name ${upstreamName};`,
  forwarded: 'proxy_set_header X-Forwarded-Proto https;',
  redirect: 'proxy_redirect https:// http://;',
  cookies: '',
}

export function vhost(parts: Vhost = goodVhost): string {
  return `server {
  listen ${proxy};
  proxy_ssl_trusted_certificate "${caFile}";
  ${parts.verify}
  ${parts.serverName}
  location / {
    ${parts.name}
    proxy_pass https://${upstream};
    proxy_set_header Host $http_host;
    ${parts.forwarded}
    ${parts.redirect}
    ${parts.cookies}
    proxy_buffering off;
  }
}
`
}

/** Includes its vhosts as Debian's does, so that what it runs with is never in one file. */
export function proxyConfig(dir: string): string {
  return `${common(dir, 'proxy')}  include sites-enabled/*;\n}\n`
}

/** A service that insists on https: whoever is not said to have come by it is sent there, as OpenStack's dashboard does. Its cookie goes over http too, as where CSRF_COOKIE_SECURE is overridden. */
export function upstreamConfig(dir: string): string {
  return `${common(dir, 'upstream')}  server {
    listen ${upstream} ssl;
    ssl_certificate "${join(dir, 'upstream.crt')}";
    ssl_certificate_key "${join(dir, 'upstream.key')}";
    add_header Set-Cookie "csrftoken=of-the-lab; Path=/; SameSite=Lax";
    location / {
      if ($http_x_forwarded_proto != https) { return 301 https://$http_host$request_uri; }
      return 200 "ok\\n";
    }
    # one byte a second: keeps the worker that serves it alive through a reload
    location /slow { limit_rate 1; return 200 "${'.'.repeat(3600)}"; }
  }
}
`
}

function common(dir: string, which: string): string {
  const path = (name: string) => `"${join(dir, name)}"`
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${path('temp')};`).join(' ')
  return `daemon off;
worker_processes 2;
pid ${path(`${which}.pid`)};
error_log ${path(`${which}.log`)};
events { worker_connections 64; }
http {
  access_log off;
  ${temporary}
`
}
