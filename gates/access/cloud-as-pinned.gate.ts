/**
 * A cloud that was built in the place of another has the same addresses and names. But everything that this machine has pinned, kept or expects
 * belongs to the old cloud: host keys, credentials, checksums. So ids that only one cloud has are compared first; if one differs, nothing else is
 * judged.
 */
import { gate, none, of } from 'openstack-gates/gate'

const test = gate('cloud-as-pinned').extend('compared', { scope: 'file' }, async ({ cloud }) => cloud.compared())

test.saw('every pinned part answers, and belongs to the pinned cloud', ({ compared: { asked, silent, notes } }) =>
  none(silent, of(asked, 'pinned part'), 'did not answer', { notes }),
)
