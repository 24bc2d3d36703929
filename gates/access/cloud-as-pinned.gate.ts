/**
 * A cloud that was built in the place of another has its addresses and its names. What this machine has pinned, kept and expects is of the
 * old one: host keys, credentials, sums. So the ids that only one cloud has are compared first, and where one differs nothing else is judged.
 */
import { gate, none, of } from 'openstack-gates/gate'

const test = gate('cloud-as-pinned').extend('compared', { scope: 'file' }, async ({ cloud }) => cloud.compared())

test.saw('every part that is pinned answers, and is of the pinned cloud', ({ compared: { asked, silent, notes } }) =>
  none(silent, of(asked, 'pinned part'), 'did not answer', { notes }),
)
