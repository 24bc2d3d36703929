import { describe, expect, test } from 'vitest'
import { directivesOf } from './directives.ts'
import { listenersIn } from './listeners.ts'

const listeners = (http: string) => listenersIn(directivesOf(`http { ${http} }`, 'n.conf'))
const pass = 'location / { proxy_pass http://x; }'

describe('a server listens', () => {
  test.each([
    ['listen 8080;', { address: '*', port: 8080, isTls: false }],
    ['listen *:8080;', { address: '*', port: 8080, isTls: false }],
    ['listen 10.12.8.10:8443 ssl http2;', { address: '10.12.8.10', port: 8443, isTls: true }],
    ['listen 10.12.8.10;', { address: '10.12.8.10', port: 80, isTls: false }],
    ['listen localhost:8000;', { address: 'localhost', port: 8000, isTls: false }],
    ['', { address: '*', port: 80, isTls: false }],
    ['listen 0.0.0.0:8080;', { address: '*', port: 8080, isTls: false }],
    ['listen 0.0.0.0;', { address: '*', port: 80, isTls: false }],
    ['listen 0.0.0.0:443 ssl;', { address: '*', port: 443, isTls: true }],
    ['listen 443; ssl on;', { address: '*', port: 443, isTls: true }],
    ['listen 443; ssl off;', { address: '*', port: 443, isTls: false }],
    ['listen [::]:443 ssl ipv6only=off;', { address: '*', port: 443, isTls: true }],
  ])('%s', (listen, wanted) => {
    expect(listeners(`server { ${listen} ${pass} }`)).toEqual([{ ...wanted, paths: ['/'] }])
  })
})

test('IPv6 and sockets are left out', () => {
  expect(listeners(`server { listen [::]:80; listen unix:/run/n.sock; ${pass} }`)).toEqual([])
})

describe('of several servers at one address', () => {
  test('the first answers there, others by name', () => {
    const of = listeners(`server { listen 80; server_name _; ${pass} } server { listen 80; server_name *.a b.example; ${pass} }`)
    expect(of.map((one) => one.name)).toEqual([undefined, 'b.example'])
  })

  test('the one marked as default answers there', () => {
    const of = listeners(`server { listen 80; server_name a.example; } server { listen 80 default_server; server_name b.example; }`)
    expect(of.map((one) => one.name)).toEqual(['a.example', undefined])
  })

  test('the one marked in the old way answers there too', () => {
    const of = listeners(`server { listen 80; server_name a.example; } server { listen 80 default; server_name b.example; }`)
    expect(of.map((one) => one.name)).toEqual(['a.example', undefined])
  })

  test('one without a name that can be asked for is left out', () => {
    expect(listeners(`server { listen 80; } server { listen 80; server_name ~^x; }`)).toHaveLength(1)
  })
})

describe('paths', () => {
  test.each([
    [
      'location / { proxy_pass http://x; } location = /a { proxy_pass http://x; } location ^~ /b/ { proxy_pass http://x; }',
      ['/', '/a', '/b/'],
    ],
    ['location ~ ^/v3 { proxy_pass http://x; } location @named { proxy_pass http://x; }', []],
    ['location / { return 200; location /in/ { if ($a) { proxy_pass http://x; } } }', ['/in/']],
    ['location / { root /srv; }', []],
  ])('%s', (server, paths) => {
    expect(listeners(`server { listen 80; ${server} }`)[0]?.paths).toEqual(paths)
  })
})
