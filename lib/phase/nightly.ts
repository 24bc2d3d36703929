import { z } from 'zod'

const path = z.string().min(1)
const urlName = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable')
  .optional()

/** Where a URL is read from. A URL that holds a secret, such as that of a chat room, belongs in a file or the environment, never in the site file. */
const place = {
  url: z
    .string()
    .refine((text) => isWebAddress(text), 'an https:// address without a login; http:// for this machine only')
    .optional()
    .describe('A URL that holds no secret, such as that of Alertmanager on this machine'),
  urlFile: path.optional().describe('A file that holds the URL and nothing else'),
  urlEnv: urlName.describe('An environment variable that holds the URL'),
  caFile: path.optional().describe('File with the CAs that signed the certificate of the URL; absent: the CAs of this system'),
}
const places = ['url', 'urlFile', 'urlEnv'] as const

export const Notify = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        'A program and its arguments. It reads the notification on standard input. It gets only HOME, PATH, LANG, TZ, USER and LOGNAME of our environment',
      ),
    ...place,
    format: z
      .enum(['notice', 'chat', 'alertmanager'])
      .default('notice')
      .describe(
        'notice: our own JSON (schemas/notice.schema.json); chat: {"text": …} as Mattermost and Slack take it; alertmanager: its API v2',
      ),
    timeoutS: z.int().min(1).max(300).default(30),
  })
  .refine((one) => ['command', ...places].filter((key) => key in one).length === 1, 'exactly one of command, url, urlFile and urlEnv')
export type Notify = z.infer<typeof Notify>

export const DeadMan = z
  .strictObject({ ...place, timeoutS: z.int().min(1).max(60).default(10) })
  .refine((one) => places.filter((key) => key in one).length === 1, 'exactly one of url, urlFile and urlEnv')
export type DeadMan = z.infer<typeof DeadMan>

/** Settings for what `gates nightly` does besides running the gates. */
export const Nightly = z.strictObject({
  everyH: z
    .number()
    .min(0.1)
    .max(744)
    .default(26)
    .describe('In hours. An older report is stale, and a longer gap between two runs is reported'),
  keep: z
    .strictObject({ runs: z.int().min(1).default(30), days: z.int().min(1).default(30) })
    .prefault({})
    .describe('A report is removed when at least "runs" newer ones exist and it is older than "days" days'),
  recovery: z
    .strictObject({
      runs: z.int().min(1).default(2),
      minutes: z
        .int()
        .min(1)
        .optional()
        .describe(
          'A gate that has been green for this many minutes counts as recovered, even if it was green in fewer runs than "runs" asks for',
        ),
    })
    .prefault({})
    .describe('A gate is reported as recovered when it has been green in "runs" runs or for "minutes" minutes, whichever comes first'),
  heartbeatDays: z
    .int()
    .min(1)
    .max(31)
    .default(7)
    .describe('A notification is sent at least once in this many days, even when nothing changes'),
  metrics: path
    .optional()
    .describe('A metrics file for the textfile collector of node-exporter, as the option --metrics of a run writes it'),
  notify: z.array(Notify).max(10).default([]),
  deadMan: DeadMan.optional().describe(
    'A dead-man switch such as healthchecks.io: its URL is requested when a run starts (URL/start) and when it ends',
  ),
})
export type Nightly = z.infer<typeof Nightly>

/** Whether a URL may stand in the site file: https to anywhere, or http to this machine. A URL with a login may not: the login is a secret. */
export function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** The settings with absolute paths; a program named without a slash is found on PATH. */
export function withPaths(nightly: Nightly, absolute: (path: string) => string): Nightly {
  const files = (one: { readonly urlFile?: string | undefined; readonly caFile?: string | undefined }) => ({
    ...(one.urlFile === undefined ? {} : { urlFile: absolute(one.urlFile) }),
    ...(one.caFile === undefined ? {} : { caFile: absolute(one.caFile) }),
  })
  const program = ([name = '', ...args]: readonly string[]) => [name.includes('/') ? absolute(name) : name, ...args]
  return {
    ...nightly,
    notify: nightly.notify.map((one) => ({ ...one, ...files(one), ...(one.command ? { command: program(one.command) } : {}) })),
    ...(nightly.metrics === undefined ? {} : { metrics: absolute(nightly.metrics) }),
    ...(nightly.deadMan ? { deadMan: { ...nightly.deadMan, ...files(nightly.deadMan) } } : {}),
  }
}
