import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { daemonRuns, lastWords, startDaemon } from '../../host/daemon.ts'
import { until } from '../../host/run.ts'
import type { Cloud } from './cloud.ts'
import { rabbitAddress, rabbitPort } from './table.ts'

/** Starts RabbitMQ without waiting for it. */
export function startRabbit(cloud: Cloud): void {
  const folder = join(cloud.dir, 'rabbitmq')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  startDaemon(cloud.dir, {
    name: 'rabbitmq',
    argv: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
    env: {
      RABBITMQ_NODENAME: 'lab@localhost',
      RABBITMQ_NODE_IP_ADDRESS: rabbitAddress,
      RABBITMQ_NODE_PORT: String(rabbitPort),
      RABBITMQ_DIST_PORT: '25702',
      ERL_EPMD_ADDRESS: '127.0.0.1',
      // Erlang's port mapper always listens on 127.0.0.1, whatever address it is set to. Another port mapper may already run there, so this one has a
      // port of its own.
      ERL_EPMD_PORT: '4402',
      RABBITMQ_CONFIG_FILE: join(folder, 'none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
      RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_PID_FILE: join(folder, 'pid'),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
    },
  })
}

/**
 * Waits for RabbitMQ. Now and then RabbitMQ ends right after its start, because Erlang asks its port mapper before the mapper listens. Then
 * RabbitMQ is started again.
 */
export async function rabbitReady(cloud: Cloud): Promise<void> {
  let starts = 1
  await until('RabbitMQ', async () => {
    if (daemonRuns(cloud.dir, 'rabbitmq')) return (await greets(rabbitAddress, rabbitPort)) ? undefined : 'it does not speak AMQP'
    if (starts === 3) throw new Error(`RabbitMQ did not start: ${lastWords(cloud.dir, 'rabbitmq')}`)
    starts += 1
    startRabbit(cloud)
    return 'it ended, and was started again'
  })
}

/** RabbitMQ listens before it can serve: only an answer to the protocol header counts. */
function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 }, () => socket.write(Buffer.from('AMQP\0\0\x09\x01', 'latin1')))
    const done = (says: boolean) => {
      socket.destroy()
      resolve(says)
    }
    socket.once('data', () => done(true))
    socket.once('error', () => done(false))
    socket.once('timeout', () => done(false))
    socket.once('close', () => done(false))
  })
}
