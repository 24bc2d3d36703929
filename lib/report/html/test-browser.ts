import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/**
 * Opens chromium. When the tests run as root, chromium runs without its sandbox, because root cannot make one in a container. This is safe, since
 * chromium opens only pages of this suite.
 */
export async function openBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return await chromium.launch({ executablePath: '/usr/bin/chromium', args })
}

export interface Opened {
  readonly page: Page
  /** The page's console messages, its errors, and its requests for any URL other than the page's own. */
  readonly complaints: readonly string[]
}

/** Opens a page without a network. Only the request for the page itself is answered. Every other request is aborted and noted in `complaints`. */
export async function opened(
  browser: Browser,
  html: string,
  {
    headers = {},
    hash = '',
    ...options
  }: BrowserContextOptions & { readonly headers?: Readonly<Record<string, string>>; readonly hash?: string } = {},
): Promise<Opened> {
  const context = await browser.newContext(options)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(error.message))
  await context.route('**', async (route) => {
    if (route.request().url().split('#')[0] === 'https://report.invalid/')
      return await route.fulfill({ body: html, contentType: 'text/html', headers: { ...headers } })
    complaints.push(`asks for ${route.request().url()}`)
    return await route.abort()
  })
  await page.goto(`https://report.invalid/${hash}`)
  return { page, complaints }
}

/** The violations that axe finds, each with the first element in which axe found it. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html + ' ' + nodes[0].failureSummary))`,
  )
}

/** The widths, in pixels, and the colour schemes in which a page is tested. */
export const looks = [400, 1000, 1600].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const))

export interface Looked {
  readonly axe: readonly string[]
  /** Width of the whole page; more than the window's when something does not fit. */
  readonly width: number
  readonly complaints: readonly string[]
}

export async function lookedAt(browser: Browser, html: string, [width, colorScheme]: (typeof looks)[number]): Promise<Looked> {
  const { page, complaints } = await opened(browser, html, { viewport: { width, height: 900 }, colorScheme })
  const axe = await axeFindings(page)
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  await page.context().close()
  return { axe, width: wide, complaints }
}
