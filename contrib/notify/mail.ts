/** Reads a notice (schemas/notice.schema.json) and hands it to sendmail as a mail. `SENDMAIL` names another program. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface Notice {
  readonly id: string
  readonly kind: string
  readonly site: string
  readonly title: string
  readonly text: string
}

const to = process.argv.slice(2)
if (to.length === 0 || to.some((one) => !/^[\w.+-]+@[\w.-]+$|^[\w.-]+$/.test(one))) {
  process.stderr.write(`mail: wanted addresses, received ${to.join(' ') || 'nothing'}\n`)
  process.exit(2)
}
const notice = JSON.parse(readFileSync(0, 'utf8')) as Notice

/** RFC 2047, in pieces of at most 45 bytes, each of whole characters; what is plain ASCII stays as it is. */
function header(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  if (/^[ -~]{0,900}$/.test(line)) return line
  const pieces: string[] = ['']
  for (const character of line) {
    const last = pieces.at(-1) ?? ''
    if (Buffer.byteLength(last + character) > 45) pieces.push(character)
    else pieces[pieces.length - 1] = last + character
  }
  return pieces.map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`).join('\n ')
}

const mail = [
  `To: ${to.join(', ')}`,
  `Subject: ${header(`[gates] ${notice.title}`)}`,
  `Message-ID: <${notice.id}.${notice.kind}.${notice.site}@gates.invalid>`,
  'Auto-Submitted: auto-generated',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  ...(Buffer.from(notice.text)
    .toString('base64')
    .match(/.{1,76}/g) ?? []),
  '',
].join('\n')

const { status, error, stderr } = spawnSync(process.env.SENDMAIL ?? '/usr/sbin/sendmail', ['-i', '-t'], { input: mail, encoding: 'utf8' })
if (error) process.stderr.write(`mail: ${error.message}\n`)
else process.stderr.write(stderr)
process.exitCode = error ? 1 : (status ?? 1)
