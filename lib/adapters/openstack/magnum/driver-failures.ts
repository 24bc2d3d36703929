/**
 * The reasons that magnum-capi-helm 1.4.0 gives when a program or service that it depends on fails, as seen in the lab. With each reason: the gates
 * that check that program or service.
 */
const failures: readonly (readonly [said: RegExp, gates: readonly string[]])[] = [
  // oslo.concurrency, with which Magnum runs helm
  [/No such file or directory: 'helm'/, ['helm-on-init-path']],
  // requests, about the management cluster's API
  [
    /\b40[13] Client Error: \w+ for url: https:\/\/\S+\/api\/v1\/namespaces\/magnum-/,
    ['conductor-kubeconfig-is-ours', 'kubeconfig-sealed'],
  ],
  [/Max retries exceeded with url: \/api\/v1\/namespaces\/magnum-/, ['mgmt-api-answers', 'conductor-kubeconfig-is-ours']],
  [/No such file or directory: '[^']*kubeconfig[^']*'/, ['kubeconfig-sealed', 'conductor-conf-dir-read']],
]

export function gatesNamedBy(reason: string): readonly string[] {
  return failures.find(([said]) => said.test(reason))?.[1] ?? []
}
