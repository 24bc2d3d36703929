import { parseArgs } from 'node:util'
import { labUp } from './lab.ts'
import { main } from './main.ts'

await main('lab/up [--fresh] [--openstack]', async () => {
  const off = { type: 'boolean', default: false } as const
  const { fresh, openstack } = parseArgs({ options: { fresh: off, openstack: off } }).values
  await labUp({ fresh, openstack, say: console.log })
})
