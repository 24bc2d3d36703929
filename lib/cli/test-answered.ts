import type { Ended } from './test-gates.ts'

/** Exit code, and the answer to the one question. */
export function answered({ code, stdout, stderr }: Ended) {
  return { code, stderr, answer: /^May I go on\? .*(?:\n(?!This).*)*/m.exec(stdout)?.[0].replaceAll('\n', ' ') }
}
