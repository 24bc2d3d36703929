import type { Rest } from '../rest.ts'

type Thing = Readonly<Record<string, string>>

/**
 * Objects of one kind that Keystone must have. They are listed once and only missing ones are created, because each request to Keystone takes a
 * tenth of a second.
 */
export class Wanted {
  readonly #rest: Rest
  readonly #kind: string
  // biome-ignore lint/suspicious/noExplicitAny: records of every kind
  readonly #there: readonly any[]

  private constructor(rest: Rest, kind: string, there: readonly unknown[]) {
    this.#rest = rest
    this.#kind = kind
    this.#there = there
  }

  static async of(rest: Rest, kind: string): Promise<Wanted> {
    return new Wanted(rest, kind, (await rest.must('keystone', 'GET', `/${kind}`))[kind])
  }

  /** The id of the object with all these properties. Creates the object when it is missing. */
  async id(wanted: Thing): Promise<string> {
    const seen = Object.entries(wanted).filter(([name]) => name !== 'password')
    const found = this.#there.find((one) => seen.every(([name, value]) => one[name] === value))
    if (found) return found.id
    const singular = this.#kind.replace(/s$/, '')
    return (await this.#rest.must('keystone', 'POST', `/${this.#kind}`, { [singular]: wanted }))[singular].id
  }

  /** Gives a user a role on a project or a domain. */
  async assigned(scope: 'projects' | 'domains', id: string, user: string, role: string): Promise<void> {
    const singular = scope.replace(/s$/, '')
    const isThere = this.#there.some((one) => one.scope?.[singular]?.id === id && one.user?.id === user && one.role?.id === role)
    if (!isThere) await this.#rest.must('keystone', 'PUT', `/${scope}/${id}/users/${user}/roles/${role}`)
  }
}
