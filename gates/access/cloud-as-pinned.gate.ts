/**
 * A rebuilt cloud has the same addresses and names as before. But this machine's pinned host keys, credentials and checksums belong to the old cloud.
 * So some ids that are different in every cloud are compared first; if one of them is not the pinned id, nothing else is judged.
 */
import { gate, none, of } from 'openstack-gates/gate'

const test = gate('cloud-as-pinned').extend('compared', { scope: 'file' }, async ({ cloud }) => cloud.compared())

test.saw('every pinned part answers, and belongs to the pinned cloud', ({ compared: { asked, silent, notes } }) =>
  none(silent, of(asked, 'pinned part'), 'did not answer', { notes }),
)
