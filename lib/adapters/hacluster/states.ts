import { type Heard, type Vocabulary, vocabulary } from '../heard.ts'

const asked = 'crm_mon'
const source = 'pacemaker lib/pengine/pe_output.c, xml/api/nodes-2.29.rng, resources-2.29.rng, crm_mon-2.29.rng'

/** A state as crm_mon prints it. `text` is what a finding says of a state that is not good, e.g. `in standby`. */
export interface State {
  readonly heard: Heard
  readonly text: string
}

interface Attribute {
  readonly words: Vocabulary
  readonly key: string
  /** What a finding says of a state that is not good. When empty, the finding shows `key` and crm_mon's word, such as `role Stopped`. */
  readonly says: string
}

function attribute(of: string, key: string, says: string, words: Pick<Vocabulary, 'good' | 'waiting' | 'bad'>): Attribute {
  return { words: vocabulary({ field: `pacemaker ${of}: ${key}`, source, ...words, places: [{ asked, key }] }), key, says }
}

const no = { good: ['false'], waiting: [], bad: ['true'] }
const notYet = { good: ['false'], waiting: ['true'], bad: [] }
const yes = { good: ['true'], waiting: [], bad: ['false'] }

/**
 * States of Pacemaker's DC (designated coordinator), the node that decides what the cluster does. Without a DC no
 * address is moved.
 */
export const coordinator: readonly Attribute[] = [
  attribute('DC', 'present', 'has no designated coordinator (DC): no node moves the VIPs', yes),
  attribute('DC', 'with_quorum', 'has no quorum', yes),
]

export const options: readonly Attribute[] = [
  attribute('options', 'maintenance-mode', 'is in maintenance mode: no node moves the VIPs', no),
  attribute('options', 'stop-all-resources', 'is set to stop all its resources', no),
]

export const node: readonly Attribute[] = [
  attribute('node', 'online', 'offline', yes),
  attribute('node', 'unclean', 'unclean', no),
  attribute('node', 'standby', 'in standby', no),
  attribute('node', 'standby_onfail', 'in standby after a failure', no),
  attribute('node', 'maintenance', 'in maintenance', no),
  attribute('node', 'pending', 'about to join', notYet),
  attribute('node', 'shutdown', 'about to shut down', notYet),
  attribute('node', 'health', 'unhealthy', { good: ['green'], waiting: [], bad: ['yellow', 'red'] }),
]

export const resource: readonly Attribute[] = [
  attribute('resource', 'failed', 'has failed', no),
  attribute('resource', 'blocked', 'is blocked after a failure', no),
  attribute('resource', 'managed', 'is not managed: no node moves or restarts it', yes),
  attribute('resource', 'orphaned', 'is an orphan: it still runs, but the cluster’s configuration no longer has it', no),
  attribute('resource', 'role', '', {
    good: ['Started', 'Promoted', 'Unpromoted', 'Master', 'Slave'],
    waiting: ['Starting', 'Stopping', 'Promoting', 'Demoting', 'Migrating'],
    bad: ['Stopped'],
  }),
]

/** The states in these attributes that are not good. An attribute that this version of crm_mon does not print is skipped. */
export function notGood(attributes: ReadonlyMap<string, string>, known: readonly Attribute[]): readonly State[] {
  return known.flatMap(({ words, key, says }) => {
    const word = attributes.get(key)
    const heard = word === undefined ? undefined : words.hear(word)
    if (heard === undefined || heard.is === 'good') return []
    return [{ heard, text: heard.is === 'unheard' || says === '' ? `${key} ${heard.word}` : says }]
  })
}
