/**
 * A service account has two spellings: a subject of kind ServiceAccount, and the user name that its token carries. Returns
 * `ServiceAccount/kube-system/magnum` for `system:serviceaccount:kube-system:magnum`; undefined for the name of anybody else.
 */
export function serviceAccountOf(user: string): string | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:/]+):([^:/]+)$/.exec(user) ?? []
  return name === undefined ? undefined : `ServiceAccount/${namespace}/${name}`
}
