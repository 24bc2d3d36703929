import { z } from 'zod'
import { Source } from '../report/list.ts'
import { Verdict } from '../report/result.ts'
import { couldNotLookKinds } from '../transport/could-not-look.ts'

/** One recorded answer: either what came back, or the reason why nothing did. */
export const SceneAnswer = z.strictObject({
  ask: z.string().min(1).describe('The question, written as in the audit log, such as "vault/0 $ crm_mon -1 -X"'),
  exit: z.int().exactOptional(),
  stdout: z.string().exactOptional(),
  stderr: z.string().exactOptional(),
  json: z.unknown().exactOptional().describe('In place of stdout or body: a value that is sent as JSON'),
  status: z.int().exactOptional(),
  headers: z.record(z.string(), z.string()).readonly().exactOptional(),
  body: z.string().exactOptional(),
  pod: z.unknown().exactOptional().describe('Part of the answer of a probe: the pod object, as it was last seen'),
  log: z.string().exactOptional().describe('The answer of a probe: what the pod printed'),
  attempts: z
    .array(z.strictObject({ project: z.string(), outcome: z.string() }))
    .readonly()
    .exactOptional()
    .describe('The answer of a login: the project names that were tried, and how each ended'),
  token: z.unknown().exactOptional(),
  chain: z.array(z.string()).readonly().exactOptional().describe('The answer of a TLS handshake: its certificates in PEM'),
  problem: z.string().exactOptional().describe('The answer of a TLS handshake: why the certificate chain of the server is not trusted'),
  openrc: z.unknown().exactOptional().describe('The answer when an openrc is read: its settings that are not secret'),
  error: z
    .strictObject({ kind: z.enum(couldNotLookKinds), key: z.string(), message: z.string(), remedy: z.string().exactOptional() })
    .exactOptional()
    .describe('Why no answer came'),
})
export type SceneAnswer = Readonly<z.infer<typeof SceneAnswer>>

const largeFile = z
  .string()
  .exactOptional()
  .describe('The file of a text that is too large to stand here, such as large/3fe1a09c55d2b7e4.txt')

/** One answer in a file. It is a whole answer, or it changes the answer to the same question in the scenes of `base`. */
export const AnswerInFile = SceneAnswer.extend({
  source: Source.exactOptional().describe(
    'The source of this answer, when it differs from the source that the file states. An answer with `patch` or `replace` always counts as authored',
  ),
  from: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Where this answer comes from: a program with its version, or a page of documentation. Absent: the `from` of the file applies',
    ),
  absent: z.literal(true).exactOptional().describe('Removes the answer that the scenes in `base` give to this question'),
  patch: z
    .unknown()
    .exactOptional()
    .describe(
      'A merge patch (RFC 7396) for the answer that the scenes in `base` give. It is applied to the `json`, `pod`, `token` or `openrc` of that answer, or to its `stdout` or `body` read as JSON',
    ),
  replace: z
    .record(z.string().min(1), z.string())
    .exactOptional()
    .describe(
      'What to replace in the text of the answer that is taken over from the scenes in `base`. Key: a text that occurs exactly once in that answer. Value: the text to put in its place',
    ),
  stdoutFile: largeFile,
  stderrFile: largeFile,
  bodyFile: largeFile,
  logFile: largeFile,
})
export type AnswerInFile = Readonly<z.infer<typeof AnswerInFile>>

const sceneName = z.string().regex(/^\w[\w.-]*$/, 'the name of a scene')

/** A file of recorded answers. Its path gives its gate and its name. */
export const SceneFile = z.strictObject({
  base: z
    .union([sceneName, z.array(sceneName)])
    .exactOptional()
    .describe(
      'The scenes from which this file takes over answers. Each is a file beside this one or in gates/recordings. When several answer a question, the first in this list counts',
    ),
  source: Source.default('authored').describe(
    'The source of the answers that stand in this file itself. Answers taken over from the scenes in `base` keep their own source',
  ),
  from: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Where the answers come from: a program with its version, or a page of documentation. Absent: the same as in the first scene of `base`',
    ),
  at: z.iso
    .datetime('a time such as "2026-11-20T10:00:00Z"')
    .exactOptional()
    .describe('The time that the clock shows during the replay. Absent: the time in the first scene of `base`'),
  verdict: Verdict.exactOptional().describe('The verdict it must lead to'),
  says: z.array(z.string()).default([]).describe('Words that the report must contain'),
  site: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .exactOptional()
    .describe('The name of a site file, or a merge patch (RFC 7396) on the example site. Absent: the same as in the first scene of `base`'),
  answers: z.array(z.unknown()).default([]),
})

export type SceneFile = Readonly<z.infer<typeof SceneFile>>

/**
 * The schema with which text editors check a whole scene file. The suite reads with `SceneFile` and then checks each answer alone, so that an error
 * names the question.
 */
export const SceneFileWhole = SceneFile.extend({ answers: z.array(AnswerInFile).default([]) })
