import type { Rule } from '../rule.ts'
import { afterOnPage, fileName, operandsOf, options, textOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'

const looks = /^(?:\[\[|\[|test|grep|egrep|fgrep|awk|diff|cmp|cat|less|head|tail|jq|yq|sdiff|bat|crudini|md5sum|sha256sum|sed|git)$/

export const rule: Rule = {
  name: 'sed-i-unchecked',
  sources: ['nginx-reverse-proxy'],
  severity: 'warning',
  why: 'A sed that matches nothing changes nothing and still exits 0, so the old settings stay and nothing shows it.',
  fix: "Assert the content afterwards: grep -q '<what it must say now>' <file> || echo FAIL.",
  bad: [
    "sudo sed -i 's/listen 80/listen 8080/' /etc/nginx/sites-enabled/horizon",
    "sudo sed -i 's/a/b/' /etc/nginx/x\nsudo nginx -t && sudo systemctl restart nginx",
    "ssh proxy 'sudo sed -i s/a/b/ /etc/nginx/x'",
    "sed -i.bak -e 's/a/b/' ~/openrc\nsource ~/openrc",
  ],
  good: [
    "sudo sed -i 's/listen 80/listen 8080/' /etc/nginx/sites-enabled/horizon\nsudo grep -q 'listen 8080' /etc/nginx/sites-enabled/horizon || echo FAIL",
    "sed -i '/^old/d' hosts",
    "sed -n 's/a/b/p' x",
    'f=/etc/x\nsed -i \'s/a/b/\' "$f"\n[ "$(grep -c b "$f")" -eq 1 ]',
    "sed -i '$ a last line' x",
  ],
  *check(page) {
    for (const call of page.named('sed')) {
      if (!call.words.some(({ shape }) => /^(?:-[a-zA-Z]*i|--in-place)/.test(shape) && !/^-[ef]/.test(shape))) continue
      const { scripts, files } = partsOf(call)
      if (scripts.length > 0 && scripts.every(cannotMiss)) continue
      if (afterOnPage(page, call).some((one) => looksAt(one, files))) continue
      yield {
        start: call.start,
        end: call.end,
        text: `nothing looks whether ${files.map(({ shape }) => shape).join(' ') || 'the file'} was changed`,
      }
    }
  },
}

function partsOf(call: Call): { readonly scripts: readonly string[]; readonly files: readonly Word[] } {
  const operands = operandsOf(call, options('-e --expression -f --file -l'))
  const given = call.words.flatMap((word, i) =>
    /^(?:-[a-zA-Z]*e|--expression)$/.test(word.shape) && !/^-i/.test(word.shape) ? [textOf(call.words[i + 1])] : [],
  )
  const viaOption = given.length > 0 || call.words.some(({ shape }) => /^(?:-f|--file|--expression=)/.test(shape))
  return viaOption ? { scripts: given, files: operands } : { scripts: operands.slice(0, 1).map(textOf), files: operands.slice(1) }
}

/** Lines that are to be gone, or added at a place that every file has: what matches nothing is right as it is. */
function cannotMiss(script: string): boolean {
  return /^(?:\/.*\/I?d|[\d,$]+d)(?:;\s*(?:\/.*\/I?d|[\d,$]+d))*$/.test(script) || /^(?:\$|\d+)\s?[aic]\b/.test(script)
}

function looksAt(call: Call, files: readonly Word[]): boolean {
  const isLook = looks.test(call.name) && !(call.name === 'sed' && call.words.some(({ shape }) => /^-[a-zA-Z]*i/.test(shape)))
  if (!isLook) return false
  const named = call.words.slice(1).flatMap((word) => [word.shape, textOf(word)])
  const known = files.filter(({ shape }) => !/[*{]/.test(shape))
  if (known.length === 0) return call.name !== '[' && call.name !== 'test'
  return known.some((file) =>
    named.some(
      (text) =>
        text.includes(file.shape) ||
        text.includes(textOf(file)) ||
        (fileName(textOf(file)).length > 3 && fileName(text) === fileName(textOf(file))),
    ),
  )
}
