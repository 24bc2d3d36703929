import type { Api } from '../api.ts'

/** Sends a request to the lab's API; throws unless the answer has one of these statuses. */
export async function accepted(
  api: Api,
  method: string,
  path: string,
  body: unknown,
  statuses: readonly number[],
  contentType?: string,
): Promise<{ readonly status: number; readonly body: { readonly metadata: { readonly uid: string } } }> {
  const answer = await api.send(method, path, body, contentType)
  if (!statuses.includes(answer.status))
    throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`)
  return answer
}

export const mergePatch = 'application/merge-patch+json'
/** Merges lists of objects by their key, such as conditions by type. */
export const strategicMergePatch = 'application/strategic-merge-patch+json'
