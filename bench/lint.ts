/** How long a thousand runbook pages take to lint, 5 MB in all. Run: `node bench/lint.ts`; fails above three seconds. */
import { everything } from '../lib/lint/lint.ts'
import { lintFiles } from '../lib/lint/lint-files.ts'
import { exampleFile } from '../lib/lint/rule.ts'
import { rules } from '../lib/lint/rules/index.ts'

const pageCount = 1_000
const bytesPerPage = 5_000

/** Prose and blocks, most of them sound, some with what the rules look for, in here-documents, loops and lists. */
function pageOf(number: number): string {
  const sound = rules.flatMap(({ good }) => good.map(exampleFile)).filter(({ file }) => file === 'page.md')
  const unsound = rules.flatMap(({ bad }) => bad.map(exampleFile)).filter(({ file }) => file === 'page.md')
  let text = `# Page ${number}\n`
  for (let i = number; text.length < bytesPerPage; i += 1) {
    const { text: block = '' } = (i % 8 === 0 ? unsound[i % unsound.length] : sound[i % sound.length]) ?? {}
    text += `\nWhat is done here, why, and what is expected of it afterwards, in **some** words and \`names\`.\n\nRUN -- jumphost\n\n${block}`
  }
  return text
}

const pages = Array.from({ length: pageCount }, (_, i) => pageOf(i))
const bytes = pages.reduce((sum, text) => sum + text.length, 0)
const files = pages.map((text, i) => ({ file: `page-${i}.md`, text }))
const times: number[] = []
for (let round = 0; round < 3; round += 1) {
  const start = performance.now()
  const found = (await lintFiles(files, everything)).reduce((sum, { findings }) => sum + findings.length, 0)
  if (found < pageCount) throw new Error(`found ${found} traps`)
  times.push(Math.round(performance.now() - start))
}
console.log(`${pageCount} pages, ${(bytes / 1e6).toFixed(1)} MB: ${times.join(', ')} ms`)
if (Math.max(...times) > 3_000) process.exitCode = 1
