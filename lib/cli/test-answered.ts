import type { Ended } from './test-gates.ts'

/** The exit code and stderr of bin/gates, and the part of its stdout that answers "May I go on?", on one line. */
export function answered({ code, stdout, stderr }: Ended) {
  return { code, stderr, answer: /^May I go on\? .*(?:\n(?!This).*)*/m.exec(stdout)?.[0].replaceAll('\n', ' ') }
}
