import { type Heard, type Vocabulary, vocabulary, wordOf } from '../heard.ts'

const asked = 'show stat'
const status = [{ asked, key: 'status' }]

/** The status of a server. MAINT, DRAIN and NOLB: it was taken out of service on purpose. `no check`: it serves, but nothing checks its health. */
const ofServer = vocabulary({
  field: 'haproxy server: status',
  source: 'haproxy src/stats-proxy.c srv_hlt_st, and management.txt 9.1',
  good: ['UP'],
  waiting: ['MAINT', 'DRAIN', 'NOLB', 'no check'],
  bad: ['DOWN'],
  places: status,
})

/** The status of a frontend. FULL: it accepts no further connection. STOP: it was shut down. PAUSED: it was disabled. */
export const frontendStatus = vocabulary({
  field: 'haproxy frontend: status',
  source: 'haproxy src/stats-proxy.c stats_fill_fe_line',
  good: ['OPEN'],
  waiting: [],
  bad: ['FULL', 'STOP', 'PAUSED'],
  places: status,
})

/** The status of a backend as a whole. DOWN: its servers together have no weight left. */
export const backendStatus = vocabulary({
  field: 'haproxy backend: status',
  source: 'haproxy src/stats-proxy.c stats_fill_be_line',
  good: ['UP'],
  waiting: [],
  bad: ['DOWN'],
  places: status,
})

/** How a health check ended. INI: it has not ended yet. UNK and CHECKED do not say how it ended. */
const ofCheck = vocabulary({
  field: 'haproxy server: check status',
  source: 'haproxy src/check.c check_statuses, and management.txt 9.1',
  good: ['L4OK', 'L6OK', 'L7OK', 'L7OKC', 'PROCOK'],
  waiting: ['INI', 'UNK', 'CHECKED'],
  bad: ['SOCKERR', 'L4TOUT', 'L4CON', 'L6TOUT', 'L6RSP', 'L7TOUT', 'L7RSP', 'L7STS', 'HANA', 'PROCERR', 'PROCTOUT'],
  places: [{ asked, key: 'check_status' }],
})

/** A server's status and what haproxy may append to it: `UP 1/3`, `DOWN (agent)`, `MAINT (via b/s)`, `MAINT (resolution)`. */
const more = /^(?:(UP|DOWN|DRAIN|NOLB) \d+\/\d+|(DOWN|DRAIN|NOLB) \(agent\)|(MAINT) \((?:via [^()]+|resolution)\))$/

/** Judges the whole text: a known word followed by anything else is `unheard`. */
export function serverStatus(printed: string): Heard {
  const [, ...words] = more.exec(printed) ?? []
  return asPrinted(ofServer, words.find(Boolean) ?? printed, printed)
}

/** Judges haproxy's `check_status`. `* L7OK` means that the previous check ended as L7OK and the next is running. Empty text: nothing was checked. */
export function checkStatus(printed: string): Heard {
  const word = printed.replace(/^\* /, '')
  return word === '' ? { word: wordOf(word), is: 'waiting' } : asPrinted(ofCheck, word, word)
}

function asPrinted(words: Vocabulary, word: string, printed: string): Heard {
  return { ...words.hear(word), word: wordOf(printed) }
}
