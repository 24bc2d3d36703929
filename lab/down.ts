import { parseArgs } from 'node:util'
import { labDown } from './lab.ts'
import { main } from './main.ts'

await main('lab/down', async () => {
  parseArgs({ options: {} })
  await labDown()
})
