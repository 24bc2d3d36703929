import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { RunResult } from '../result.ts'
import { htmlReport } from './page.ts'
import { green, mixed, options } from './test-report.ts'

const page = htmlReport(mixed, options)
/** The texts of the elements, in the order of the page. */
const textOf = (html: string) =>
  html
    .replace(/<(style|script|title)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

describe('the page', () => {
  test('answers first, then shows the board, what is not fine with evidence and fix, causes, the rest and the times', () => {
    const text = textOf(page)
    const parts = [
      'May I go on?',
      'No',
      '1 gate failed ( haproxy-zero-down )',
      'Phases and gates',
      ' Failed ',
      '1 of 118 servers is DOWN',
      'admin-port/keystone-0 DOWN 3h12m, L7STS 400 Bad Request',
      'Caution, cannot be undone: the record of that service',
      'openstack volume service delete cinder@0 # on cinder/0',
      'sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy',
      ' Could not look ',
      'the token in ~/mgmt.kubeconfig has expired',
      'ssh ubuntu@10.12.4.61 sudo k8s config > ~/mgmt.kubeconfig'.replace('>', '&gt;'),
      ' Advisories ',
      'juju refresh memcached --revision 37',
      'Causes, and what they block',
      'Blocks 3 gates: cert-manager-ready , capi-providers-ready , keystone-egress',
      ' Skipped ',
      'waived until 2026-12-31',
      ' Passed ',
      ' Timeline ',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(parts.filter((_part, index) => places[index] === -1)).toEqual([])
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('leads to nothing outside of itself, and every link of it leads somewhere', () => {
    const links = [...page.matchAll(/\b(?:href|src|action|data)="([^"]*)"/g)].map(([, to = '']) => to)
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
    expect(links.length).toBeGreaterThan(mixed.gates.length)
    expect(links.filter((to) => !to.startsWith('#') || !ids.includes(to.slice(1)))).toEqual([])
    expect(ids.length).toBe(new Set(ids).size)
    expect(mixed.gates.filter(({ id }) => !ids.includes(id))).toEqual([])
  })

  test('allows its own style and script by their hash, and nothing else', () => {
    const hash = (element: string) => {
      const [, text = ''] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? []
      return `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`
    }
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src ${hash('style')}; script-src ${hash('script')}; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    )
    expect(page).not.toMatch(/ (?:style|on\w+)="/)
  })

  test('says in its title whether to go on', () => {
    const title = (result: RunResult) => /<title>(.*)<\/title>/.exec(htmlReport(result, options))?.[1]
    expect([title(mixed), title(green)]).toEqual(['no · example · gates', 'yes · example · gates'])
  })

  test('counts what a gate went through in earlier runs', () => {
    expect(textOf(page)).toContain('Last 6 runs, then this one · went red and came back 2 times')
  })

  test('of a result without times shows durations, the slowest first', () => {
    const gates = mixed.gates.map(({ startedMs: _started, endedMs: _ended, ...gate }) => gate)
    expect(textOf(htmlReport({ ...mixed, gates }, options))).toContain('This result does not say when each gate began')
  })
})

describe('hostile text', () => {
  const evil = `x</script><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)' \u202egpj\u001b[2J`

  test('shows as text in every field of a result', () => {
    const parts = ['schema', 'verdict', 'severity', 'mode', 'startedAt', 'kind']
    const spoilt = (value: unknown, key = ''): unknown => {
      if (typeof value === 'string') return parts.includes(key) ? value : `${value} ${evil}`
      if (Array.isArray(value)) return value.map((item) => spoilt(item))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, spoilt(item, name)]))
    }
    const html = htmlReport(RunResult.parse(spoilt(mixed)), { ...options, siteFlag: evil })
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html).not.toMatch(/<img|[\u202e\u001b]/)
    // an attribute that a value made would stand outside of quotes
    expect(html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace(/="[^"]*"/g, '')).not.toMatch(/<[^>]*\bon(?:click|error)/)
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
    expect(ids.length).toBe(new Set(ids).size)
  })
})
