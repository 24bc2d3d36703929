/** What the container runtime reports of an image that ran. */
interface Ran {
  /** `registry.k8s.io/e2e-test-images/agnhost:2.53`; a name that the runtime has for it. */
  readonly image?: string
  /** `registry.k8s.io/e2e-test-images/agnhost@sha256:…`, perhaps behind `docker-pullable://`; `sha256:…` of one that has no repository. */
  readonly imageID?: string
}

/**
 * Why it is not known that the requested image ran; undefined when it did. The ID says from which repository the image came, where the name
 * only repeats what was asked for. A digest that was requested decides alone: the same bytes may come from a mirror.
 */
export function whyOtherImage({ image, imageID }: Ran, requested: string): string | undefined {
  const id = (imageID ?? '').replace(/^[a-z-]+:\/\//, '')
  if (id === '') return 'Kubernetes does not say by ID which image ran'
  const digest = /@(sha256:[0-9a-f]+)$/.exec(requested)?.[1]
  if (digest !== undefined && id.endsWith(`@${digest}`)) return undefined
  // Only where the image has no repository the name must do.
  const ran = /^sha256:[0-9a-f]+$/.test(id) ? image : id
  if (digest === undefined && ran !== undefined && repositoryOf(ran) === repositoryOf(requested)) return undefined
  return `it ran ${id}`
}

/** `docker.io/library/agnhost` of `agnhost:2.53`: without tag and digest, and with the registry that is meant where none is named. */
function repositoryOf(reference: string): string {
  const name = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
  const [host = '', ...rest] = name.split('/')
  if (rest.length > 0 && /[.:]|^localhost$/.test(host)) return name
  return rest.length > 0 ? `docker.io/${name}` : `docker.io/library/${name}`
}
