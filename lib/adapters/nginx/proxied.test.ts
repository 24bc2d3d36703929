import { describe, expect, test } from 'vitest'
import { directivesOf } from './directives.ts'
import { plainIn, proxiedIn, throughIn } from './proxied.ts'

const proxied = (http: string) => proxiedIn(directivesOf(`http {\n${http}\n}`, 'n.conf'))
const tls = 'proxy_ssl_verify on; proxy_ssl_trusted_certificate /ca.pem; proxy_ssl_server_name on;'

test('a location has what is set around it', () => {
  expect(proxied(`${tls} server { location / { proxy_ssl_name horizon; proxy_pass https://10.12.4.53; } }`)).toEqual([
    {
      at: 'n.conf:2',
      pass: 'https://10.12.4.53',
      endpoints: ['10.12.4.53:443'],
      verifies: true,
      trusted: '/ca.pem',
      depth: 1,
      sendsName: true,
      name: 'horizon',
    },
  ])
})

describe('the innermost level counts', () => {
  test.each([
    ['location / { proxy_pass https://a; proxy_ssl_verify off; }', [false]],
    ['location / { proxy_ssl_verify off; location /in/ { proxy_pass https://a; } }', [false]],
    ['location / { proxy_ssl_verify off; location /in/ { proxy_ssl_verify on; proxy_pass https://a; } }', [true]],
    ['location / { if ($x) { proxy_pass https://a; } proxy_pass https://b; }', [true, true]],
    ['location / { proxy_ssl_verify ON; proxy_pass https://a; }', [true]],
    ['location / { proxy_ssl_verify off; } location /b { proxy_pass https://b; }', [true]],
  ])('%s', (server, verifies) => {
    expect(proxied(`${tls} server { ${server} }`).map((one) => one.verifies)).toEqual(verifies)
  })
})

test('nothing is verified by default', () => {
  expect(proxied('server { location / { proxy_pass https://a; } }')[0]).toMatchObject({ verifies: false, sendsName: false })
})

describe('the name that is wanted', () => {
  test.each([
    ['proxy_pass https://10.12.4.53:8443/x;', '10.12.4.53'],
    ['proxy_pass https://horizon;', 'horizon'],
    ['proxy_ssl_name $proxy_host; proxy_pass https://horizon:444;', 'horizon'],
    ['proxy_ssl_name other:444; proxy_pass https://horizon;', 'other'],
    ['proxy_ssl_name $host; proxy_pass https://horizon;', undefined],
    ['proxy_pass https://10.12.4.53$request_uri;', '10.12.4.53'],
    ['proxy_pass https://$backend;', undefined],
  ])('%s', (location, name) => {
    expect(proxied(`server { location / { ${location} } }`)[0]?.name).toBe(name)
  })
})

describe('where requests go', () => {
  test.each([
    ['', 'https://10.12.4.53', ['10.12.4.53:443']],
    ['', 'https://[fd00::1]/', ['[fd00::1]:443']],
    ['', 'https://10.12.4.53$request_uri', ['10.12.4.53:443']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx writes its variables so
    ['', 'https://10.12.4.53:6080${uri}?$args', ['10.12.4.53:6080']],
    ['', 'https://10.12.4.53/v3/$1', ['10.12.4.53:443']],
    ['', 'https://10.12.4.53$uri_of_mine', { unknown: 'https://10.12.4.53$uri_of_mine is known only when a request comes' }],
    ['upstream u { server 10.0.0.1:5000; }', 'https://u$request_uri', ['10.0.0.1:5000']],
    ['', 'https://$backend', { unknown: 'https://$backend is known only when a request comes' }],
    ['upstream u { server 10.0.0.1:5000; server 10.0.0.2 backup; }', 'https://u/', ['10.0.0.1:5000', '10.0.0.2:80']],
    ['upstream u { server unix:/run/x; }', 'https://u', { unknown: 'u is the socket unix:/run/x' }],
    ['upstream u { server 10.0.0.1:5000; server 10.0.0.2:5000 max_fails=3 down; }', 'https://u/', ['10.0.0.1:5000']],
    ['upstream u { server 10.0.0.2:5000 down; }', 'https://u', { unknown: 'the upstream u has no server that is in use' }],
    ['upstream u { }', 'https://u', { unknown: 'the upstream u has no server that is in use' }],
  ])('%s %s', (upstream, pass, endpoints) => {
    expect(proxied(`${upstream} server { location / { proxy_pass ${pass}; } }`)[0]?.endpoints).toEqual(endpoints)
  })
})

describe('what goes on without TLS', () => {
  test.each([
    ['location / { proxy_pass http://10.12.4.53; }', [['http://10.12.4.53', ['10.12.4.53:80']]]],
    ['location / { proxy_pass http://u/; }', [['http://u/', ['10.12.4.50:5000']]]],
    ['set $up http://10.12.4.53:8080; location / { proxy_pass $up; }', [['$up = http://10.12.4.53:8080', ['10.12.4.53:8080']]]],
    ['location / { proxy_pass https://10.12.4.53; }', []],
  ])('%s', (server, seen) => {
    const written = directivesOf(`http { upstream u { server 10.12.4.50:5000; } server { ${server} } }`, 'n.conf')
    expect(plainIn(written).map(({ pass, endpoints }) => [pass, endpoints])).toEqual(seen)
  })
})

test('what goes on without TLS is not among what goes on over TLS', () => {
  expect(proxied('server { location / { proxy_pass http://10.12.4.53; } }')).toEqual([])
})

describe('an upstream in a variable', () => {
  const bad = 'proxy_ssl_verify off; proxy_pass $upstream;'

  test('is checked for each value of a map', () => {
    const map = 'map $host $upstream { hostnames; default https://a; b.example https://b; plain.example http://c; }'
    expect(proxied(`${map} server { location / { ${bad} } }`).map(({ pass }) => pass)).toEqual([
      '$upstream = https://a',
      '$upstream = https://b',
    ])
  })

  test('may be only the host', () => {
    const host = 'set $backend 10.12.4.53; proxy_pass https://$backend:9292$request_uri;'
    expect(proxied(`${tls} server { location / { ${host} } }`)).toMatchObject([
      {
        pass: 'https://$backend:9292$request_uri = https://10.12.4.53:9292$request_uri',
        endpoints: ['10.12.4.53:9292'],
        name: '10.12.4.53',
      },
    ])
  })

  test('counts with the address that it is set to', () => {
    expect(proxied(`${tls} server { location / { set $upstream https://10.12.4.51:9292; ${bad} } }`)).toMatchObject([
      { pass: '$upstream = https://10.12.4.51:9292', endpoints: ['10.12.4.51:9292'], verifies: false },
    ])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx writes its variables so
    expect(proxied('server { set $up https://a; location / { proxy_pass ${up}/x; } }')).toMatchObject([{ pass: '${up}/x = https://a/x' }])
  })

  test('counts once for each address that it is set to', () => {
    const both = `if ($x) { set $upstream https://b; } set $upstream https://a; ${bad}`
    expect(proxied(`server { location / { ${both} } }`).map((one) => one.endpoints)).toEqual([['b:443'], ['a:443']])
  })

  test('is left out when it is set to http only', () => {
    expect(proxied(`server { location / { set $upstream http://10.12.4.51:9292; ${bad} } }`)).toEqual([])
  })

  test('may be TLS when it is set nowhere, as by geo', () => {
    expect(proxied(`server { location / { ${bad} } }`)).toMatchObject([
      { mayBePlain: true, endpoints: { unknown: '$upstream is known only when a request comes' } },
    ])
  })
})

describe('the stream module', () => {
  const written = directivesOf(
    `stream {
      map $ssl_preread_server_name $by { default identity; horizon.example 10.12.4.53:443; }
      upstream identity { server 10.12.4.50:5000; }
      server { listen 5000; proxy_pass $by; }
      server { listen 5001; proxy_ssl on; proxy_ssl_verify on; proxy_ssl_trusted_certificate /ca.pem; proxy_pass identity; }
      server { listen 5002; proxy_pass unix:/run/a.sock; }
    }`,
    'n.conf',
  )

  test('passes TLS through as it comes', () => {
    expect(throughIn(written).slice(0, 2)).toEqual([
      { at: 'n.conf:4', pass: '$by = identity', endpoints: ['10.12.4.50:5000'] },
      { at: 'n.conf:4', pass: '$by = 10.12.4.53:443', endpoints: ['10.12.4.53:443'] },
    ])
  })

  test('may speak TLS of its own to its upstream', () => {
    expect(proxiedIn(written)).toEqual([
      {
        ...{ at: 'n.conf:5', pass: 'identity', endpoints: ['10.12.4.50:5000'], name: 'identity' },
        ...{ verifies: true, trusted: '/ca.pem', depth: 1, sendsName: false },
      },
    ])
  })
})
