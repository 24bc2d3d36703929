import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlReport } from './page.ts'
import { lookedAt, looks, openBrowser, opened } from './test-browser.ts'
import { green, manyFindings, mixed, options } from './test-report.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})

const page = htmlReport(mixed, options)
const pages = [
  ['mixed', page],
  ['green', htmlReport(green, options)],
] as const

describe.each(pages)('a %s run', (_name, html) => {
  test.each(looks)('at %i px in %s fits, can be read by everyone, and complains of nothing', async (...look) => {
    expect(await lookedAt(browser, html, look)).toEqual({ axe: [], width: look[0], complaints: [] })
  })
})

describe('a person at the keyboard', () => {
  test('searches with /, goes to what was found, and gets all back with Escape', async () => {
    const { page: tab } = await opened(browser, page)
    const gates = tab.locator('[data-gate]:not([hidden])')
    const all = await gates.count()
    await tab.keyboard.press('/')
    await tab.keyboard.type('L7STS keystone')
    expect(await gates.evaluateAll((found) => found.map(({ id }) => id))).toEqual(['haproxy-zero-down'])
    expect(await tab.locator('#_found').textContent()).toBe(`1 of ${all} gates`)
    expect(await tab.locator('.board [data-of]:visible').count()).toBe(1)
    await tab.keyboard.press('Enter')
    expect(await tab.locator(':focus').getAttribute('id')).toBe('haproxy-zero-down')
    await tab.keyboard.press('Escape')
    expect(await gates.count()).toBe(all)
    await tab.context().close()
  })

  test('walks with j, k and the arrows, and opens what is closed', async () => {
    const { page: tab } = await opened(browser, page)
    const at = () => tab.locator('[data-gate]:focus-within').getAttribute('id')
    const seen: (string | null)[] = []
    for (const key of ['j', 'j', 'ArrowDown', 'k', 'ArrowUp']) {
      await tab.keyboard.press(key)
      seen.push(await at())
    }
    expect(seen).toEqual(['haproxy-zero-down', 'mgmt-api-answers', 'conductor-daemon-args', 'mgmt-api-answers', 'haproxy-zero-down'])
    await tab.getByText('Why it matters, and each claim').first().press('Enter')
    expect(await tab.locator('#haproxy-zero-down .claims').isVisible()).toBe(true)
    await tab.context().close()
  })

  test('shows only one verdict', async () => {
    const { page: tab } = await opened(browser, page)
    await tab.getByRole('button', { name: 'skipped' }).click()
    expect(await tab.locator('[data-gate]:visible').count()).toBe(mixed.counts.skip)
    expect(await tab.getByRole('button', { name: 'skipped' }).getAttribute('aria-pressed')).toBe('true')
    await tab.context().close()
  })

  test('copies a command, and only the command', async () => {
    const { page: tab } = await opened(browser, page)
    await tab.getByRole('button', { name: 'Copy the command for cinder/0' }).click()
    await tab.locator('#_found', { hasText: 'Copied' }).waitFor()
    expect(await tab.evaluate('navigator.clipboard.readText()')).toBe('openstack volume service delete cinder@0  # on cinder/0')
    await tab.context().close()
  })

  test('finds it selected where the clipboard is refused', async () => {
    const { page: tab } = await opened(browser, page)
    await tab.context().clearPermissions()
    await tab.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("refused"))')
    await tab.getByRole('button', { name: 'Copy the command for cinder/0' }).click()
    await tab.locator('#_found', { hasText: 'Selected' }).waitFor()
    expect(await tab.evaluate('String(getSelection())')).toBe('openstack volume service delete cinder@0 # on cinder/0'.replace(' #', '  #'))
    await tab.context().close()
  })

  test('follows a link to a gate that is closed, and sees it open', async () => {
    const { page: tab } = await opened(browser, page, { hash: '#helm-on-init-path' })
    expect(await tab.locator('#helm-on-init-path .claims').isVisible()).toBe(true)
    await tab.locator('.board a[href="#haproxy-zero-down"]').click()
    expect(await tab.locator(':focus').getAttribute('id')).toBe('haproxy-zero-down')
    await tab.context().close()
  })
})

describe('without script and style', () => {
  const forbidden = { 'content-security-policy': "sandbox; default-src 'none'; img-src 'self'; style-src 'self';" }
  test.each([
    ['in a browser without script', { javaScriptEnabled: false }],
    ['as Jenkins serves it', { headers: forbidden }],
    ['as Jenkins serves it, to a browser without script', { javaScriptEnabled: false, headers: forbidden }],
  ])('%s it says verdict, findings and fix in their order', async (_where, how) => {
    const { page: tab } = await opened(browser, page, how)
    const text = (await tab.evaluate<string>('document.body.innerText')).replace(/\s+/g, ' ')
    const parts = [
      'May I go on?',
      'No',
      '1 gate failed (haproxy-zero-down)',
      '1 of 118 servers is DOWN',
      'admin-port/keystone-0 DOWN 3h12m',
      'Caution, cannot be undone: the record of that service',
      'sudo haproxy -c -f /etc/haproxy/haproxy.cfg',
      'the token in ~/mgmt.kubeconfig has expired',
      'Blocks 3 gates',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(parts.filter((_part, index) => places[index] === -1)).toEqual([])
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(await tab.locator('#_tools').isVisible()).toBe(false)
    await tab.context().close()
  })
})

test('on paper everything of a gate that is not fine can be read, and there is nothing to press', async () => {
  const { page: tab } = await opened(browser, page)
  await tab.emulateMedia({ media: 'print' })
  expect(await tab.locator('#haproxy-zero-down .claims').isVisible()).toBe(true)
  expect(await tab.locator('button:visible, input:visible').count()).toBe(0)
  await tab.context().close()
})

test('ten thousand findings open, search and unfold in less than five seconds each', async () => {
  const html = htmlReport(manyFindings(10_000), options)
  const took: Record<string, number> = {}
  const timed = async (name: string, work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    took[name] = Math.round(performance.now() - began)
  }
  let tab = (await opened(browser, '')).page
  await timed('open', async () => {
    tab = (await opened(browser, html)).page
  })
  await timed('search', async () => {
    await tab.keyboard.press('/')
    await tab.keyboard.type('offender 9999')
    await tab.locator('#_found', { hasText: '1 of' }).waitFor()
  })
  await timed('unfold', async () => {
    await tab.getByText('Show 9980 more findings of 10000').click()
    await tab.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  })
  console.log(`ten thousand findings: ${JSON.stringify(took)} ms, ${Math.round(html.length / 1000)} kB`)
  expect(await tab.locator('.rest .saw').first().isVisible()).toBe(true)
  expect(Object.entries(took).filter(([, ms]) => ms > 5000)).toEqual([])
  await tab.context().close()
})

test('a script in a finding is read, not run', async () => {
  const [gate] = mixed.gates.filter(({ verdict }) => verdict === 'fail')
  if (!gate) throw new Error('the example has a gate that failed')
  const saw = '<img src=x onerror="document.title=1"><script>document.title=1</script>\u202e'
  const claims = gate.claims.map((claim) => ({ ...claim, findings: [{ at: '"><b>', saw }] }))
  const { page: tab, complaints } = await opened(browser, htmlReport({ ...mixed, gates: [{ ...gate, claims }] }, options))
  expect(await tab.locator('#haproxy-zero-down .saw').first().textContent()).toBe(saw.replace('\u202e', '\\u202e'))
  expect({ title: await tab.title(), complaints }).toEqual({ title: 'no · example · gates', complaints: [] })
  await tab.context().close()
})
