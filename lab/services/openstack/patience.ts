import { until } from '../../host/run.ts'

/** What takes a second on a quiet machine takes minutes on one whose cores are busy elsewhere. */
export const patienceS = 300

/** Asks until `look` returns no complaint. */
export function patiently(what: string, look: () => Promise<string | undefined>): Promise<void> {
  return until(what, look, patienceS)
}
