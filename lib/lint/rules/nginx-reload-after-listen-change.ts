import type { Rule } from '../rule.ts'
import { beforeInBlock, operandsOf, textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { writtenFiles } from '../shell/redirections.ts'
import { reloadsNginx } from './reload-after-edit.ts'

/** Settings that old workers keep after a reload while they drain, which takes minutes. */
const sets = /(?:^|[^\w-])(?:listen|upstream|proxy_pass)\b|(?:^|[\s;{])server\s+[\w.:$]+[\s;]/m

export const rule: Rule = {
  name: 'nginx-reload-after-listen-change',
  sources: ['nginx-reverse-proxy'],
  severity: 'warning',
  why: 'After a reload, nginx’s old workers go on serving the old addresses while they drain, so the next check sees the old state.',
  fix: 'sudo nginx -t && sudo systemctl restart nginx',
  bad: [
    "sudo sed -i 's/listen 80;/listen 8080;/' /etc/nginx/sites-enabled/horizon\nsudo grep -q 'listen 8080' /etc/nginx/sites-enabled/horizon\nsudo nginx -t && sudo systemctl reload nginx",
    "sudo tee /etc/nginx/conf.d/proxy.conf <<'EOF'\nupstream horizon { server 10.12.8.58:443; }\nEOF\nsudo nginx -t && sudo systemctl reload nginx",
    "ssh proxy bash -s <<'EOF'\nsudo sed -i 's#proxy_pass https://10.12.8.234#proxy_pass https://10.12.8.58#' /etc/nginx/x\nsudo grep 58 /etc/nginx/x\nsudo nginx -t && sudo systemctl reload nginx\nEOF",
    "sudo sed -i 's/listen 80;/listen 80; listen 8080;/' /etc/nginx/x\ngrep 8080 /etc/nginx/x\nsudo nginx -t && sudo systemctl reload nginx",
    "sudo sed -i '/listen 80;/d' /etc/nginx/x\ngrep listen /etc/nginx/x\nsudo nginx -t && sudo systemctl reload nginx",
    "trap 'sudo nginx -t && sudo systemctl reload nginx' EXIT\nsudo sed -i 's/listen 80;/listen 8080;/' /etc/nginx/x\ngrep 8080 /etc/nginx/x",
  ],
  good: [
    "trap 'sudo nginx -t && sudo systemctl restart nginx' EXIT\nsudo sed -i 's/listen 80;/listen 8080;/' /etc/nginx/x\ngrep 8080 /etc/nginx/x",
    "sudo nginx -t && sudo systemctl reload nginx\nsudo sed -i 's/listen 80;/listen 8080;/' /etc/nginx/x\ngrep 8080 /etc/nginx/x",
    "sudo sed -i 's/^  listen 8080;$/  listen 8080; proxy_read_timeout 180s;/' /etc/nginx/x\ngrep 180s /etc/nginx/x\nsudo nginx -t && sudo systemctl reload nginx",
    "sudo sed -i 's/listen 80;/listen 8080;/' /etc/nginx/x\ngrep 8080 /etc/nginx/x\nsudo nginx -t && sudo systemctl restart nginx",
    "sudo sed -i 's/keepalive_timeout 5/keepalive_timeout 9/' /etc/nginx/nginx.conf\ngrep 9 /etc/nginx/nginx.conf\nsudo nginx -t && sudo systemctl reload nginx",
    'sudo nginx -t && sudo systemctl reload nginx',
  ],
  *check(page) {
    for (const call of page.named('systemctl', 'service', 'nginx'))
      if (reloadsNginx(call) && beforeInBlock(page, call).some(changesListen))
        yield { start: call.start, end: call.end, text: '`listen` or `upstream` lines changed, and nginx is only reloaded: restart it' }
  },
}

function changesListen(call: Call): boolean {
  if (call.name === 'sed' && call.words.some(({ shape }) => /^-[a-zA-Z]*i/.test(shape)))
    return operandsOf(call).some((word) => /nginx/.test(textOf(word))) && operandsOf(call).some((word) => changesSetting(textOf(word)))
  const files = [
    ...writtenFiles(call.redirections).map(({ target }) => textOf(target)),
    ...(call.name === 'tee' ? operandsOf(call).map(textOf) : []),
  ]
  const body =
    call.redirections.find((one) => one.body !== undefined)?.body ??
    call
      .writers()
      .flatMap((one) => one.redirections)
      .find((one) => one.body !== undefined)?.body
  return files.some((file) => /nginx/.test(file)) && body !== undefined && sets.test(body)
}

/**
 * Whether a sed script changes a `listen`, `upstream`, `proxy_pass` or `server` setting. A script that writes the same
 * settings again, and only adds other text after them, changes none of them.
 */
function changesSetting(script: string): boolean {
  const [, , old, replacement] = /^\s*s([^\s\w\\])((?:(?!\1)[^\\]|\\.)*)\1((?:(?!\1)[^\\]|\\.)*)\1[a-zA-Z\d]*\s*$/s.exec(script) ?? []
  if (old === undefined || replacement === undefined) return sets.test(script)
  return settingsIn(old) !== settingsIn(replacement)
}

function settingsIn(text: string): string {
  return [...text.matchAll(/(?:^|[^\w-])((?:listen|upstream|proxy_pass|server)\b[^;]*)/g)].map(([, one = '']) => one.trim()).join(';')
}
