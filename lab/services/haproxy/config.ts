import { frontAddresses, type Service, type Unit, unitsOf } from '../../cloud/table.ts'

export const adminSocket = '/var/run/haproxy/admin.sock'
export const tlsCheck = 'check check-ssl verify none'

/** haproxy.cfg as the charms lay it out: one frontend per service, one backend per service and network, TCP mode, TLS checks. */
export function haproxyConfig(unit: Unit): string {
  return `global
    maxconn 2000
    user haproxy
    group haproxy
    spread-checks 0
    stats socket ${adminSocket} mode 600 level admin
    stats timeout 2m

defaults
    mode tcp
    retries 3
    timeout queue 9000
    timeout connect 9000
    timeout client 90000
    timeout server 90000
    default-server inter 1s fastinter 200ms downinter 1s fall 2 rise 1

listen stats
    bind ${unit.metal}:8888
    mode http
    stats enable
    stats uri /
${unit.app.services.map((service) => frontend(unit, service)).join('')}`
}

/** What haproxy calls a unit: `keystone-0`. */
export function serverName(unit: Unit): string {
  return unit.host
}

function frontend(unit: Unit, service: Service): string {
  const networks = [unit.metal, unit.provider]
  return `
frontend tcp-in_${service.name}
${frontAddresses(unit)
  .map((address) => `    bind ${address}:${service.port}\n`)
  .join('')}${networks
  .map((address) => `    acl net_${address} dst ${address}/255.255.255.0\n    use_backend ${service.name}_${address} if net_${address}\n`)
  .join('')}    default_backend ${service.name}_${unit.metal}
${networks.map((address) => backend(unit, service, address)).join('')}`
}

function backend(unit: Unit, service: Service, address: string): string {
  const peers = unitsOf(unit.app.name)
  return `
backend ${service.name}_${address}
    balance leastconn
    option httpchk GET /healthcheck
    http-check expect status 200
${peers.map((peer) => `    server ${serverName(peer)} ${peer.backend}:${service.port - 10} ${tlsCheck}\n`).join('')}`
}
