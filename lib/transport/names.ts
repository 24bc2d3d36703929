import { absolutePathShape } from '../formats/paths.ts'
import { CouldNotLook } from './could-not-look.ts'

/**
 * A kind of name that goes from one answer into the next question. Each name is checked first, because the program that answered may be broken or
 * hostile.
 */
export interface NameKind {
  /** Completes "which is not …": `a unit such as keystone/0`. */
  readonly wanted: string
  is(text: string): boolean
  /** Returns a name of this kind unchanged. Throws CouldNotLook `not-understood` for any other text. `from` is the text's source: `juju status`. */
  checked(text: string, from: string): string
  /** Checks the text as `checked` does. Returns it encoded for one segment of a request path, or for a value of a query. */
  inUrl(text: string, from: string): string
}

/** As OpenStack writes ids: `3f1c9d2e-0000-4000-8000-1234567890ab`, or without dashes as Keystone does. */
export const uuid = kind('a UUID', 36, /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i)

/** The id that Keystone gives a user, project or domain: 32 hex digits, 64 for a user of LDAP, or a word such as `default`. */
export const keystoneId = kind('an id such as Keystone gives', 64, /^[A-Za-z0-9_][\w.-]*$/)

/** RFC 1123, in the form that Kubernetes requires for namespaces and services: `kube-system`. */
export const dnsLabel = kind('a DNS-1123 label such as kube-system', 63, /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/)

/** RFC 1123, in the form that Kubernetes requires for most objects except namespaces and services: `clusters.cluster.x-k8s.io`. */
export const dnsName = kind('a DNS-1123 name such as gates-probe-x7k2p', 253, /^(?!.*(?:\.\.|-\.|\.-))[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/)

/** A role of Kubernetes: `cluster-admin`, `system:basic-user`. RBAC allows more characters, but the names in use have no others. */
export const roleName = kind('a role such as system:basic-user', 253, /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/)

/**
 * `keystone`, `ovn-chassis`. The pattern is a little wider than that of juju/names, so that matching takes linear time. It also fits the names that
 * systemd and the kernel use for the programs that the suite looks for.
 */
export const application = kind('an application such as keystone', 100, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)

/** `keystone/0` */
export const unit = kind('a unit such as keystone/0', 110, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/(?:0|[1-9]\d{0,8})$/)

/** An absolute, normalised path such as `/etc/magnum/magnum.conf`. It has no part `..` or `.`, no empty part, and no character special to a shell. */
export const absolutePath = kind('an absolute path without ".." and odd characters', 4096, absolutePathShape)

/** A number that the other side assigns, such as the id of a process or of a MAAS subnet. */
export const wholeNumber = kind('a whole number', 15, /^(?:0|[1-9]\d*)$/)

function kind(wanted: string, longest: number, shape: RegExp): NameKind {
  const is = (text: string) => text.length <= longest && shape.test(text)
  const checked = (text: string, from: string) => {
    if (is(text)) return text
    throw new CouldNotLook('not-understood', from, `${from} names ${JSON.stringify(text.slice(0, 80))}, which is not ${wanted}`)
  }
  return { wanted, is, checked, inUrl: (text, from) => encodeURIComponent(checked(text, from)) }
}
