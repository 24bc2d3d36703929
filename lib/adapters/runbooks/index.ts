import { lint } from '../../lint/lint.ts'
import type { Severity } from '../../lint/rule.ts'
import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { jumphost } from '../../transport/question.ts'
import { pagesIn } from './pages.ts'

/** A place in a runbook that traps the person who pastes it. */
export interface RunbookTrap {
  /** The path of the page that has the trap, below the folder of the runbooks. */
  readonly page: string
  readonly line: number
  readonly rule: string
  readonly severity: Severity
  readonly text: string
}

export interface LintedRunbooks {
  readonly folder: string
  readonly pages: number
  /** Shell blocks in these pages. */
  readonly blocks: number
  readonly traps: readonly RunbookTrap[]
}

export interface Runbooks {
  /** Undefined when the site names no folder. */
  linted(): Promise<LintedRunbooks | undefined>
}

export function createRunbooks(ask: Ask, site: Site): Runbooks {
  return {
    linted: async () => {
      const folder = site.runbooks
      if (folder === undefined) return undefined
      const pages = await pagesIn(ask, jumphost, folder)
      const each = pages.map(({ path, text }) => lint(path.slice(folder.length).replace(/^\//, ''), text))
      const traps = each
        .flatMap(({ findings }) => findings)
        .map(({ file, from, rule, severity, text }) => ({ page: file, line: from.line, rule, severity, text }))
      return { folder, pages: pages.length, blocks: each.reduce((sum, { blocks }) => sum + blocks, 0), traps }
    },
  }
}
