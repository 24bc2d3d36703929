import type { Ended } from './test-gates.ts'

/** The exit code, stderr, and the answer to "May I go on?". */
export function answered({ code, stdout, stderr }: Ended) {
  return { code, stderr, answer: /^May I go on\? .*(?:\n(?!This).*)*/m.exec(stdout)?.[0].replaceAll('\n', ' ') }
}
