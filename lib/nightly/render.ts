import type { Notify } from '../phase/nightly.ts'
import type { Notice, NoticedGate } from '../report/notice.ts'
import { cut } from '../report/plain-text.ts'

/** Mattermost takes 16383 characters and Slack 40000; both cut longer texts without notice. */
const longestChat = 15_000

/** A notice in the target's format: one JSON document. */
export function rendered(notice: Notice, format: Notify['format']): string {
  switch (format) {
    case 'notice':
      return `${JSON.stringify(notice)}\n`
    case 'chat':
      return JSON.stringify({ text: chatText(notice) })
    case 'alertmanager':
      return JSON.stringify(alerts(notice))
  }
}

/** The text of a chat message: the title, then the rest of the notice as a code block. In a code block, `@channel` and links have no effect. */
function chatText({ title, text }: Notice): string {
  const body = text.slice(text.indexOf('\n')).trim().replaceAll('```', "'''")
  return `${escaped(title)}\n\`\`\`\n${escaped(cut(body, longestChat))}\n\`\`\``
}

/**
 * Replaces `&`, `<` and `>` by entities such as `&lt;`, because Slack would read `<…>` as a link or a call to everybody (docs.slack.dev, "Formatting
 * message text"). Mattermost shows each entity as its character.
 */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * The body of `POST /api/v2/alerts` (Alertmanager's openapi.yaml): an alert for each gate, which ends when the gate has recovered, and one for the
 * runs themselves. Labels are the same from run to run, or each run would be a new alert.
 */
function alerts(notice: Notice): readonly object[] {
  const trouble = notice.troubles.length === 0 ? [] : [troubleAlert(notice)]
  return [...notice.gates.map((gate) => gateAlert(gate, notice)), ...trouble]
}

function gateAlert(gate: NoticedGate, { site, at, run }: Notice): object {
  const isOver = gate.became === 'recovered'
  const { id, phase, severity } = gate
  return {
    labels: { alertname: 'GateNotGreen', gate: id, phase, site, severity },
    annotations: {
      summary: `${id}: ${gate.saw || 'green again'}`,
      verdict: gate.verdict,
      ...(gate.fix ? { fix: gate.fix } : {}),
      run: run.id,
    },
    // `since` is later than `at` when the clock was wrong at that time. Alertmanager refuses an alert that ends before it starts, and later notices
    // would wait until the refused notice is delivered.
    startsAt: Date.parse(gate.since) > Date.parse(at) ? at : gate.since,
    // Without further news, Alertmanager ends the alert at this time. Each heartbeat moves the time later. A recovery ends the alert at once.
    endsAt: isOver ? at : new Date(Date.parse(at) + staysMs).toISOString(),
  }
}

/** How long an alert lasts without further news. This is longer than the time between two heartbeats, which is at most 31 days. */
const staysMs = 32 * 24 * 3_600_000

function troubleAlert({ site, at, troubles }: Notice): object {
  return {
    labels: { alertname: 'GatesNightlyTrouble', site, severity: 'advisory' },
    annotations: { summary: troubles.join(' ') },
    startsAt: at,
    endsAt: new Date(Date.parse(at) + 24 * 3_600_000).toISOString(),
  }
}
