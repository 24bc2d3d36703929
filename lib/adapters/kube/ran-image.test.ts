import { expect, test } from 'vitest'
import { whyOtherImage } from './ran-image.ts'

const requested = 'registry.k8s.io/e2e-test-images/agnhost:2.53'
const digest = `sha256:${'99'.repeat(32)}`
const pinned = `registry.k8s.io/e2e-test-images/agnhost@${digest}`

test.each([
  ['by its repository and digest', { image: requested, imageID: pinned }, requested],
  ['as Docker spells it', { image: requested, imageID: `docker-pullable://${pinned}` }, requested],
  ['by a bare ID beside its name', { image: requested, imageID: digest }, requested],
  ['by the digest, from a mirror', { image: 'mirror.example/agnhost:1', imageID: `mirror.example/agnhost@${digest}` }, pinned],
  ['by a short name', { image: 'docker.io/library/agnhost:2.53', imageID: `docker.io/library/agnhost@${digest}` }, 'agnhost:2.53'],
  ['by a registry with a port', { imageID: `localhost:5000/agnhost@${digest}` }, 'localhost:5000/agnhost'],
])('the requested image is recognised %s', (_, ran, wanted) => {
  expect(whyOtherImage(ran, wanted)).toBeUndefined()
})

test.each([
  [{ image: requested }, requested, 'Kubernetes gives no ID of the image that ran'],
  [{ image: requested, imageID: '' }, requested, 'Kubernetes gives no ID of the image that ran'],
  [{ image: requested, imageID: `docker.io/library/busybox@${digest}` }, requested, `it ran docker.io/library/busybox@${digest}`],
  [{ image: 'docker.io/library/busybox:1', imageID: digest }, requested, `it ran ${digest}`],
  [{ imageID: digest }, requested, `it ran ${digest}`],
  [{ image: requested, imageID: pinned.replaceAll('99', '11') }, pinned, `it ran ${pinned.replaceAll('99', '11')}`],
  [{ imageID: `registry.k8s.io/agnhost@${digest}` }, requested, `it ran registry.k8s.io/agnhost@${digest}`],
])('%j is not the requested %s', (ran, wanted, why) => {
  expect(whyOtherImage(ran, wanted)).toBe(why)
})
