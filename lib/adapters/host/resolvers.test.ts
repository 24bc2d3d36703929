import { describe, expect, test } from 'vitest'
import { resolvers } from './resolvers.ts'

const read = (stdout: string) => resolvers.parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })

/** systemd 252.39, one link without servers and one with two. */
const v252 = `Global
       Protocols: -LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported
resolv.conf mode: foreign
       DNS Domain maas

Link 2 (enp7s0)
Current Scopes: none
     Protocols: -DefaultRoute +LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported

Link 3 (enp1s0)
    Current Scopes: DNS
         Protocols: +DefaultRoute -LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported
Current DNS Server: 10.12.8.10
       DNS Servers: 10.12.8.1 10.12.8.10
        DNS Domain: maas
`

/** The same program with more servers than fit on a line, and with the machine's servers, which it prints without a colon. */
const wrapped = `Global
         Protocols: +LLMNR +mDNS -DNSOverTLS DNSSEC=no/unsupported
  resolv.conf mode: foreign
Current DNS Server: 10.255.255.53
        DNS Servers 10.255.255.53

Link 3 (enp1s0)
    Current Scopes: DNS
         Protocols: +DefaultRoute -LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported
       DNS Servers: 10.12.8.1 fd00::53 9.9.9.9#dns.quad9.net 10.12.8.11
                    10.12.8.12 10.12.8.10 10.12.8.16
        DNS Domain: maas
`

/** The layout of systemd 245 (focal), from its source: values padded, one server per line. */
const v245 = `Global
       LLMNR setting: no                  
DNSOverTLS setting: no                  
          DNSSEC NTA: 10.in-addr.arpa     
                      16.172.in-addr.arpa 

Link 2 (enp1s0)
      Current Scopes: DNS                 
DefaultRoute setting: yes                 
  Current DNS Server: 10.12.8.1           
         DNS Servers: 10.12.8.1           
                      10.12.8.10          
          DNS Domain: maas                
`

describe('resolvectl status', () => {
  test('tells the servers of each link, and the one in use', () => {
    expect(read(v252)).toEqual([
      { link: 'Global', servers: [] },
      { link: 'enp7s0', servers: [] },
      { link: 'enp1s0', servers: ['10.12.8.10', '10.12.8.1'], current: '10.12.8.10' },
    ])
  })

  test('is read past the end of a line, and without a colon', () => {
    expect(read(wrapped)).toEqual([
      { link: 'Global', servers: ['10.255.255.53'], current: '10.255.255.53' },
      {
        link: 'enp1s0',
        servers: ['10.12.8.1', 'fd00::53', '9.9.9.9', '10.12.8.11', '10.12.8.12', '10.12.8.10', '10.12.8.16'],
      },
    ])
  })

  test('is read in its old layout, in which nets are not servers', () => {
    expect(read(v245)).toEqual([
      { link: 'Global', servers: [] },
      { link: 'enp1s0', servers: ['10.12.8.1', '10.12.8.10'], current: '10.12.8.1' },
    ])
  })

  test.each([
    ['10.12.8.10:5353', '10.12.8.10'],
    ['[fd00::53]:53', 'fd00::53'],
    ['fe80::1%enp1s0', 'fe80::1'],
    ['10.12.8.10:53#name', '10.12.8.10'],
  ])('knows a server with port or name: %s', (word, address) => {
    expect(read(`Global\nDNS Servers: ${word}\n`)[0]?.servers).toEqual([address])
  })

  test.each([
    ['', 'printed nothing'],
    ['Global\n  DNS Servers: 10.12', 'was cut short: the last line ends in "Global\\n  DNS Servers: 10.12", with no line feed'],
    ['Failed to get global data\n', 'begins with "Failed to get global data", wanted Global'],
  ])('is not understood from %j', (stdout, message) => {
    expect(() => read(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
