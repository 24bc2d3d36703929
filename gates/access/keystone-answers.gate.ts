/**
 * Every question to OpenStack begins at Keystone. When it cannot be reached, that is itself the finding, so each way of failing has its own sentence.
 */
import { gate, nothing } from 'openstack-gates/gate'

const test = gate('keystone-answers').extend('answer', { scope: 'file' }, async ({ openstack }) => openstack.keystone())

test('the public Keystone address can be reached over trusted TLS', ({ answer }) => {
  const wrong = answer.reached ? [] : [{ at: answer.at, saw: answer.why.message, fix: answer.why.remedy }]
  const how = answer.reached
    ? ''
    : ({ timeout: 'does not answer in time', untrusted: 'is not trusted' }[answer.why.kind as string] ?? 'cannot be reached')
  return nothing(wrong, `Keystone ${how}`)
})

test('Keystone is able to answer', ({ answer }) => {
  const wrong = answer.reached && answer.version === undefined ? [{ at: answer.at, saw: `answers ${answer.status}` }] : []
  return nothing(wrong, 'Keystone can be reached, but is in trouble')
})
