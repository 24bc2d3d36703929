import type { Rule } from '../rule.ts'
import { fileName, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'

export const rule: Rule = {
  name: 'no-suite-gate',
  sources: ['runbook-labels'],
  severity: 'warning',
  why: 'When the page of a phase does not end with a run of the gates, the phase counts as done as soon as its last command has printed something.',
  fix: '( cd ~/gates && npm run --silent gates -- --phase <NN> )',
  bad: [
    { file: 'runbooks/phase-03-core.md', text: '```bash\njuju status\n```\n' },
    { file: 'phase-07-magnum.md', text: '```bash\nbin/gates run --phase 06\n```\n' },
    {
      file: 'phase-02-vault.md',
      text: '```bash\nbin/gates run --phase 02\n```\n\n**RUN -- jumphost**\n\n```bash\njuju run vault/leader pause\n```\n',
    },
  ],
  good: [
    { file: 'phase-03-core.md', text: '```bash\n( cd ~/gates && npm run --silent gates -- --phase 03 )\n```\n' },
    { file: 'phase-07-magnum.md', text: '```bash\n~/gates/bin/gates run --phase 07-magnum && echo go on\n```\n' },
    { file: 'phase-07-magnum.md', text: '```bash\ngates run --phase all\n```\n' },
    { file: 'ops-restart.md', text: '```bash\njuju status\n```\n' },
    { file: 'phase-05.md', text: 'Prose only.\n' },
    {
      file: 'phase-04-network.md',
      text: '```bash\ngates run --phase 03-04\n```\n\n**CHECK (read-only) -- jumphost**\n\n```bash\njuju status\n```\n',
    },
  ],
  *check(read) {
    const { page } = read
    const [, phase] = /^phase-(\d\d)/.exec(fileName(page.file)) ?? []
    const last = read.blocks.at(-1)
    if (phase === undefined || page.kind !== 'markdown' || !last) return
    const { start } = page.blocks.at(-1) ?? { start: 0 }
    const gates = read.calls.findLast((call) => phasesOf(call) !== undefined)
    const wanted = `gates run --phase ${phase}`
    const fix = `( cd ~/gates && npm run --silent gates -- --phase ${phase} )`
    const place = { start, end: start + 3, fix }
    if (!gates) yield { ...place, text: `the page ends without ${wanted}` }
    else if (!covers(phasesOf(gates) ?? '', phase))
      yield {
        start: gates.start,
        end: gates.end,
        fix,
        text: `the page is about phase ${phase}, and this run checks phase ${phasesOf(gates)}`,
      }
    else if (changesAfter(read, gates))
      yield { ...place, text: `a block labelled RUN or CAUTION comes after ${wanted}, so the gates do not check what that block changes` }
  },
}

/** The value of --phase; undefined for anything but a run of the suite. */
function phasesOf(call: Call): string | undefined {
  const words = textsOf(call)
  const runs = (call.name === 'gates' && words[1] === 'run') || (/^(?:npm|npx)$/.test(call.name) && words.includes('gates'))
  if (!runs) return undefined
  const at = words.findIndex((word) => word === '--phase' || word === '-p')
  return at === -1 ? (words.find((word) => word.startsWith('--phase='))?.slice(8) ?? '') : (words[at + 1] ?? '')
}

function covers(phases: string, phase: string): boolean {
  if (phases === '' || phases === 'all' || phases.includes('$')) return true
  return phases.split(',').some((one) => {
    const [from = '', to = ''] = /^(\d\d)-(\d\d)$/.exec(one)?.slice(1) ?? []
    return from === '' ? one.slice(0, 2) === phase : from <= phase && phase <= to
  })
}

/** A block labelled RUN or CAUTION comes after the gate. */
function changesAfter({ blocks }: ReadPage, gates: Call): boolean {
  const after = blocks.slice(blocks.findIndex(({ block }) => block === gates.block) + 1)
  return after.some(({ block, calls }) => (block.label?.kind === 'RUN' || block.label?.kind === 'CAUTION') && calls.length > 0)
}
