import { parseArgs } from 'node:util'
import { labUp } from './lab.ts'
import { main } from './main.ts'

await main('lab/up [--fresh]', async () => {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } })
  await labUp({ fresh: values.fresh, say: console.log })
})
