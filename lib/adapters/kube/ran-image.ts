/** What the container runtime reports of an image that ran. */
interface Ran {
  /** `registry.k8s.io/e2e-test-images/agnhost:2.53`; one of the names that the runtime has for the image. */
  readonly image?: string
  /** `registry.k8s.io/e2e-test-images/agnhost@sha256:…`; it may begin with `docker-pullable://`. `sha256:…` if the image has no repository. */
  readonly imageID?: string
}

/**
 * Why it is not proven that the requested image ran; undefined when it is proven. `image` only repeats the request, so `imageID` is compared. When a
 * digest was requested, the repository does not matter: a mirror may have served the same bytes.
 */
export function whyOtherImage({ image, imageID }: Ran, requested: string): string | undefined {
  const id = (imageID ?? '').replace(/^[a-z-]+:\/\//, '')
  if (id === '') return 'Kubernetes gives no ID of the image that ran'
  const digest = /@(sha256:[0-9a-f]+)$/.exec(requested)?.[1]
  if (digest !== undefined && id.endsWith(`@${digest}`)) return undefined
  // An ID that is only `sha256:…` names no repository. Only then is the repository taken from the name of the image.
  const ran = /^sha256:[0-9a-f]+$/.test(id) ? image : id
  if (digest === undefined && ran !== undefined && repositoryOf(ran) === repositoryOf(requested)) return undefined
  return `it ran ${id}`
}

/** `agnhost:2.53` → `docker.io/library/agnhost`: without tag and digest, but with the default registry where none is named. */
function repositoryOf(reference: string): string {
  const name = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
  const [host = '', ...rest] = name.split('/')
  if (rest.length > 0 && /[.:]|^localhost$/.test(host)) return name
  return rest.length > 0 ? `docker.io/${name}` : `docker.io/library/${name}`
}
