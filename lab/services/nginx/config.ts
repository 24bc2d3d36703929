import { join } from 'node:path'
import { caFile } from '../../cloud/pki.ts'
import { proxyAddress as proxy, upstreamAddress as upstream } from '../../cloud/table.ts'

/** The upstream's name, in the form of Juju's container names: the only name in its certificate. */
export const upstreamName = 'juju-ffe3b8-2-lxd-2'

/** Parts of the proxy's vhost that faults change. */
export interface Vhost {
  readonly verify: string
  readonly serverName: string
  readonly name: string
  /** Tells the upstream that the browser came by https, so that the upstream does not redirect. */
  readonly forwarded: string
  readonly redirect: string
  /** What the proxy does to the cookies of its upstream. */
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

/** The proxy's main file, which includes its vhosts as Debian's does, so that no single file has the whole configuration. */
export function proxyConfig(dir: string): string {
  return `${common(dir, 'proxy')}  include sites-enabled/*;\n}\n`
}

/**
 * The nginx configuration of the service behind the proxy. Like OpenStack's dashboard, the service redirects every request whose X-Forwarded-Proto is
 * not https. Like a dashboard that overrides CSRF_COOKIE_SECURE, it sets a cookie that is not Secure.
 */
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
