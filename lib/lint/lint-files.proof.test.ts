import { expect, test } from 'vitest'
import { everything, lint } from './lint.ts'
import { lintFiles } from './lint-files.ts'

const page = (i: number) =>
  `# ${i}\n\n\`\`\`bash\nmaas ${i % 3 === 0 ? 'list' : 'admin machines read'}\n\`\`\`\n\n${'prose '.repeat(1_000)}\n`

test.each([
  ['few files, on this thread', 3],
  ['many files, on several', 400],
])('%s: each is linted as if it were alone, in its order', async (_, count) => {
  const files = Array.from({ length: count }, (_, i) => ({ file: `p${i}.md`, text: page(i) }))
  expect(await lintFiles(files, everything)).toEqual(files.map(({ file, text }) => lint(file, text)))
})
