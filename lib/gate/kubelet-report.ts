import { ageOf } from './age.ts'

/** What is wrong with a node's last report. Undefined when the report is younger than `mostMinutes`, or when the API gives no time of it. */
export function oldReport(reportedAt: Date | undefined, now: Date, mostMinutes: number): string | undefined {
  const minutes = reportedAt === undefined ? 0 : ageOf(reportedAt, now).minutes
  if (minutes < mostMinutes) return undefined
  return `is Ready, but kubelet’s last report is ${minutes} minutes old: are kubelet and kube-controller-manager both down, or is the node’s clock wrong?`
}
