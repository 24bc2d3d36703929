import { junitXml } from '@allurereport/reader'
import { BufferResultFile } from '@allurereport/reader-api'
import { SaxesParser } from 'saxes'

/** One case as a reader of JUnit shows it. */
export interface Read {
  readonly suite: string
  readonly name: string
  readonly status: string
  /** The text that this reader shows for the case; empty when it shows none. */
  readonly shown: string
  readonly attachment: string | undefined
}

interface Case {
  readonly suite: string
  readonly attributes: Readonly<Record<string, string>>
  /** Text and message by element: `failure`, `system-out`. */
  readonly inner: ReadonlyMap<string, { readonly text: string; readonly message: string }>
}

/**
 * GitLab's rules (lib/gitlab/ci/parsers/test/junit.rb): a failure outranks an error, and an error outranks a skip. GitLab shows the text of the
 * highest-ranking element or, when this text is empty, the element's attributes as a Ruby hash. Below a failure or an error, GitLab adds
 * `system-out`. GitLab drops a second case of the same suite, class and name.
 */
export function gitlab(xml: string): readonly Read[] {
  const first = new Map<string, Read>()
  for (const { suite, attributes, inner } of casesIn(xml)) {
    const { classname = '', name = '' } = attributes
    const key = `${suite}\0${classname}\0${name}`
    if (first.has(key)) continue
    const element = ['failure', 'error', 'skipped'].find((kind) => inner.has(kind))
    const { text = '', message = '' } = (element && inner.get(element)) || {}
    const printed = inner.get('system-out')?.text
    const body = text.trim() === '' && element !== undefined ? `{"message"=>${JSON.stringify(message)}}` : text
    const isBad = element === 'failure' || element === 'error'
    first.set(key, {
      suite,
      name,
      status: element === 'failure' ? 'failed' : (element ?? 'success'),
      shown: isBad && printed !== undefined ? `${body}\n\nSystem Out:\n\n${printed}` : body,
      attachment: isBad ? /\[\[ATTACHMENT\|([^[\]|]+?)\]\]/.exec(printed ?? '')?.[1] : undefined,
    })
  }
  return [...first.values()]
}

/**
 * Jenkins' rules (hudson.tasks.junit.CaseResult): a skip outranks an error or failure, which count as the same. The
 * text of a skip is its attribute `message`.
 */
export function jenkins(xml: string): readonly Read[] {
  return casesIn(xml).map(({ suite, attributes, inner }) => {
    const skipped = inner.get('skipped')
    const bad = inner.get('error') ?? inner.get('failure')
    const printed = inner.get('system-out')?.text ?? ''
    return {
      suite,
      name: attributes.name ?? '',
      status: skipped ? 'skipped' : bad ? 'failed' : 'passed',
      shown: skipped ? skipped.message : (bad?.text ?? printed),
      attachment: /\[\[ATTACHMENT\|(.+?)\]\]/.exec(printed)?.[1],
    }
  })
}

/** Allure's own reader. */
export async function allure(xml: string): Promise<readonly Read[]> {
  const read: Read[] = []
  const nothing = async () => undefined
  const visitor = {
    visitTestResult: async ({ name = '', status = 'unknown', message, trace, labels = [] }: Parameters<Visitor['visitTestResult']>[0]) => {
      const suite = labels.find((label) => label.name === 'suite')?.value ?? ''
      read.push({ suite, name, status, shown: trace ?? message ?? '', attachment: undefined })
    },
    visitCheckResult: nothing,
    visitMetrics: nothing,
    visitTestFixtureResult: nothing,
    visitAttachmentFile: nothing,
    visitMetadata: nothing,
    visitGlobals: nothing,
  }
  const isRead = await junitXml.read(visitor, new BufferResultFile(Buffer.from(xml), 'junit.xml'))
  if (!isRead) throw new Error('Allure does not read it')
  return read
}

type Visitor = Parameters<typeof junitXml.read>[0]

function casesIn(xml: string): readonly Case[] {
  const cases: Case[] = []
  const path: { readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string }[] = []
  let inner = new Map<string, { text: string; message: string }>()
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testcase') inner = new Map()
    path.push({ name, attributes, text: '' })
  })
  const add = (text: string) => {
    const here = path.at(-1)
    if (here) here.text += text
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', () => {
    const here = path.pop()
    const parent = path.at(-1)
    if (here?.name === 'testcase') cases.push({ suite: parent?.attributes.name ?? '', attributes: here.attributes, inner })
    else if (here && parent?.name === 'testcase') inner.set(here.name, { text: here.text, message: here.attributes.message ?? '' })
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
  return cases
}
