/** RFC 7396: null removes a key, an object merges, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch
  const result: Record<string, unknown> = { ...(isRecord(target) ? target : {}) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

/** The merge patch that turns `before` into `after`. A null in `after` cannot be expressed: its key is not there afterwards. */
export function patchBetween(before: unknown, after: unknown): unknown {
  if (!isRecord(before) || !isRecord(after)) return after
  const gone = Object.keys(before).flatMap((key) => (Object.hasOwn(after, key) ? [] : [[key, null] as const]))
  return Object.fromEntries([...gone, ...Object.entries(after).map(([key, value]) => [key, patchBetween(before[key], value)] as const)])
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
