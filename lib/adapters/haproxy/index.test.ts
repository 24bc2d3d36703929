import { expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { createHaproxy } from './index.ts'

const unit = (name: string) => ({ name, address: '10.12.8.71', application: 'keystone', lost: false })
const table =
  '# pxname,svname,status,lastchg,tracked,type,check_status,check_code,last_chk,\nb,keystone-0,DOWN,7,,2,L4CON,,Connection refused,\n\n'

test('a silent unit hides no server of another', async () => {
  const ask: Ask = async ({ on }) => {
    if (on.name === 'keystone/0')
      throw new CouldNotLook('unreachable', 'ssh keystone/0', 'keystone/0 refuses SSH', { remedy: 'ping 10.12.8.71' })
    return { kind: 'command', exitCode: 0, stdout: table, stderr: '' }
  }
  const refused = new CouldNotLook('not-understood', 'address keystone/2', 'Juju knows no address of keystone/2')
  const units = [unit('keystone/0'), unit('keystone/1'), { name: 'keystone/2', application: 'keystone', lost: true, refused }]

  expect(await createHaproxy(ask).sweep(units)).toEqual({
    units: ['keystone/0', 'keystone/1', 'keystone/2'],
    servers: [
      {
        unit: 'keystone/1',
        backend: 'b',
        server: 'keystone-0',
        status: { word: 'DOWN', is: 'bad' },
        check: { word: 'L4CON', is: 'bad' },
        isInService: false,
        isChanging: false,
        lastCheck: 'L4CON Connection refused',
        sinceS: 7,
      },
    ],
    summaries: [],
    paused: new Set(),
    silent: [
      { at: 'keystone/0', saw: 'keystone/0 refuses SSH', fix: 'ping 10.12.8.71' },
      { at: 'keystone/2', saw: 'Juju knows no address of keystone/2' },
    ],
  })
})

test('what is not a CouldNotLook ends the sweep', async () => {
  const ask: Ask = () => Promise.reject(new TypeError('a bug'))
  await expect(createHaproxy(ask).sweep([unit('keystone/0')])).rejects.toThrow(new TypeError('a bug'))
})
