import { z } from 'zod'
import { unlessAborted } from '../unless-aborted.ts'

/** How long a program that was asked to end may take before it is killed. */
const goodbyeMs = 1_000
/** A credential that expires this soon is replaced before it is used. */
const spareMs = 10_000
/** A certificate and its key are some KB. */
const mostBytes = 1024 * 1024

/** A kubeconfig's `exec` entry. */
export const execEntry = z.looseObject({
  apiVersion: z.string().optional(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string() })).nullish(),
})

export type ExecEntry = z.infer<typeof execEntry>

const execCredential = z.looseObject({
  status: z
    .looseObject({
      token: z.string().min(1).optional(),
      /** PEM. */
      clientCertificateData: z.string().optional(),
      clientKeyData: z.string().optional(),
      expirationTimestamp: z.string().nullish(),
    })
    .refine(({ token, clientCertificateData: certificate, clientKeyData: key }) => token !== undefined || (certificate && key)),
})

/** The credential that the program printed. All of it is secret. */
export type ExecCredential = z.infer<typeof execCredential>['status']

/**
 * The program gave no credential. The message completes `the program …, which`: `failed with exit code 1`. It never quotes the program's output,
 * because that may be secret.
 */
export class PluginFailed extends Error {
  override readonly name = 'PluginFailed'
  /** Why the program could not be started at all: `ENOENT`. Undefined when it was started. */
  readonly startFailure: string | undefined
  constructor(why: string, startFailure?: string) {
    super(why)
    this.startFailure = startFailure
  }
}

interface Run {
  readonly credential: Promise<ExecCredential>
  /** Ends the program, either at once or after asking it to end. Settles when the program has gone, or after a short wait. */
  readonly stop: (how: 'politely' | 'at once') => Promise<void>
  waiting: number
}

/** The program that a kubeconfig gets its credential from (client.authentication.k8s.io). It is ended once no caller waits for the credential. */
export class ExecPlugin {
  readonly #entry: ExecEntry
  #credential: ExecCredential | undefined
  #run: Run | undefined
  /** The earlier runs of the plugin that were asked to end, until they have ended. */
  readonly #leaving = new Set<Run>()

  constructor(entry: ExecEntry) {
    this.#entry = entry
  }

  /** Rejects with PluginFailed. Rejects with the signal's reason when the signal aborts before there is a credential. */
  async credential(signal: AbortSignal): Promise<ExecCredential> {
    if (this.#credential && isFresh(this.#credential)) return this.#credential
    signal.throwIfAborted()
    this.#run ??= this.#start()
    const run = this.#run
    run.waiting += 1
    try {
      this.#credential = await unlessAborted(signal, run.credential)
      return this.#credential
    } finally {
      run.waiting -= 1
      if (run.waiting === 0) {
        if (this.#run === run) this.#run = undefined
        this.#leaving.add(run)
        void run.stop('politely').finally(() => this.#leaving.delete(run))
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#run, ...this.#leaving].map((run) => run?.stop('at once')))
  }

  #start(): Run {
    const started = start(this.#entry)
    const credential = started.then(({ result }) => result).then(credentialIn)
    // Callers that wait for the credential get the rejection. When no caller waits any more, Node must not treat the rejection as unhandled.
    credential.catch(() => {})
    const stop: Run['stop'] = async (how) => {
      const program = await started.catch(() => undefined)
      await program?.stop(how)
    }
    return { credential, stop, waiting: 0 }
  }
}

interface Ended {
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly code?: string | undefined
  readonly isMaxBuffer: boolean
  readonly stdout: string
}

async function start({ apiVersion, command, args, env }: ExecEntry) {
  const { execa } = await import('execa')
  const info = { apiVersion: apiVersion ?? 'client.authentication.k8s.io/v1', kind: 'ExecCredential', spec: { interactive: false } }
  const child = execa(command, args ?? [], {
    stdin: 'ignore',
    stderr: 'ignore',
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: false,
    maxBuffer: mostBytes,
    env: { KUBERNETES_EXEC_INFO: JSON.stringify(info), ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])) },
  })
  let hasEnded = false
  const result: Promise<Ended> = Promise.resolve(child).finally(() => {
    hasEnded = true
  })
  const gone = result.then(
    () => undefined,
    () => undefined,
  )
  const kill = () => {
    child.kill('SIGKILL')
    child.stdout.destroy()
    child.nodeChildProcess.unref()
  }
  const stop: Run['stop'] = async (how) => {
    if (hasEnded) return
    if (how === 'politely') {
      child.kill('SIGTERM')
      await atMost(goodbyeMs, gone)
    }
    if (!hasEnded) kill()
    await atMost(goodbyeMs, gone)
  }
  return { result, stop }
}

function atMost(ms: number, work: Promise<unknown>): Promise<unknown> {
  return unlessAborted(AbortSignal.timeout(ms), work).catch(() => undefined)
}

function credentialIn({ exitCode, signal, code, isMaxBuffer, stdout }: Ended): ExecCredential {
  if (isMaxBuffer) throw new PluginFailed(`printed more than ${mostBytes} bytes`)
  if (code !== undefined && exitCode === undefined && signal === undefined) throw new PluginFailed(`cannot be started (${code})`, code)
  if (exitCode !== 0) throw new PluginFailed(exitCode === undefined ? `was ended by ${signal}` : `failed with exit code ${exitCode}`)
  const { data } = execCredential.safeParse(json(stdout))
  if (data === undefined) throw new PluginFailed('printed JSON that is not an ExecCredential')
  return data.status
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PluginFailed('printed something that is not JSON')
  }
}

/** A credential without an expiry is good for the whole run. */
function isFresh({ expirationTimestamp: end }: ExecCredential): boolean {
  return end === undefined || end === null || Date.parse(end) - Date.now() > spareMs
}
