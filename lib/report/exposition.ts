import { plain } from './plain-text.ts'

// This file writes Prometheus' text itself, without prom-client. That library has had no release since 2024, and gauges alone need little code.

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A gauge by Prometheus' conventions: the name says the unit, the help is one sentence. */
export interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly Sample[]
}

/** Longer labels are cut: a label is a name, not a text, and the longest of ours has 40 characters. */
const longestLabel = 200

/** Prometheus' text format 0.0.4. A metric without a sample is left out: absent is not 0. */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) => {
      const head = `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} gauge\n`
      return head + samples.map(({ labels, value }) => `${name}${labelled(labels)} ${value}\n`).join('')
    })
    .join('')
}

function labelled(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  const text = [...plain(value)].slice(0, longestLabel).join('')
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
