import type { Rule } from '../rule.ts'
import { beforeInBlock, operandsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'

export const rule: Rule = {
  name: 'reload-after-edit',
  sources: ['nginx-reverse-proxy'],
  severity: 'error',
  why: 'nginx goes on with its old settings when the new ones do not parse, and the reload still looks done.',
  fix: 'sudo nginx -t && sudo systemctl reload nginx',
  bad: [
    'sudo systemctl reload nginx',
    'sudo service nginx reload',
    'nginx -s reload',
    "juju ssh 0 'sudo systemctl reload nginx.service' </dev/null",
    'sudo systemctl reload nginx\nsudo nginx -t',
    "trap 'sudo systemctl reload nginx; sudo nginx -t' EXIT\nsudo sed -i 's/a/b/' /etc/nginx/nginx.conf\ngrep b /etc/nginx/nginx.conf",
  ],
  good: [
    'sudo nginx -t && sudo systemctl reload nginx',
    'sudo nginx -t\nsudo systemctl reload nginx',
    'sudo systemctl reload haproxy',
    'sudo systemctl restart nginx',
  ],
  *check(page) {
    for (const call of page.named('systemctl', 'service', 'nginx')) {
      if (
        !reloadsNginx(call) ||
        beforeInBlock(page, call).some((one) => one.name === 'nginx' && one.words.some(({ shape }) => shape === '-t' || shape === '-T'))
      )
        continue
      const first = call.sudo ? 'sudo nginx -t && ' : 'nginx -t && '
      const edits = call.prefixable ? { edits: [{ start: call.start, end: call.start, text: first }] } : {}
      yield { start: call.start, end: call.end, text: 'nginx is reloaded without nginx -t before it', ...edits }
    }
  },
}

export function reloadsNginx(call: Call): boolean {
  const words = operandsOf(call).map(({ shape }) => shape.replace(/\.service$/, ''))
  if (call.name === 'systemctl')
    return /^(?:reload|reload-or-restart|try-reload-or-restart)$/.test(words[0] ?? '') && words.includes('nginx')
  if (call.name === 'service') return words[0] === 'nginx' && words[1] === 'reload'
  return call.name === 'nginx' && call.words.some(({ shape }, i) => shape === 'reload' && call.words[i - 1]?.shape === '-s')
}
