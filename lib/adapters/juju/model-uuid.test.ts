import { describe, expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { jumphost } from '../../transport/question.ts'
import { modelUuid } from './model-uuid.ts'

/** The shape of juju's cmd/juju/common/model.go. */
const shown = {
  name: 'admin/openstack',
  'short-name': 'openstack',
  'model-uuid': '9f484882-2f18-4fd2-967d-db9663db7bea',
  'controller-uuid': '1c0b6ad7-53a8-47f1-8f2c-0f6f5bb35b2e',
  'controller-name': 'maas-controller',
  life: 'alive',
}
const read = (document: unknown, model = 'openstack', more = {}) =>
  modelUuid('juju', model).parse({ kind: 'command', exitCode: 0, stdout: `${JSON.stringify(document)}\n`, stderr: '', ...more })

describe('the UUID of a model', () => {
  test('is asked of one model, which the guard lets through', () => {
    const { argv } = modelUuid('juju', 'admin/openstack')
    expect(argv).toEqual(['juju', 'show-model', 'admin/openstack', '--format', 'json'])
    expect(() => refuseWrites({ kind: 'command', on: jumphost, argv })).not.toThrow()
  })

  test.each(['openstack', 'admin/openstack', 'maas-controller:admin/openstack'])('is that of the model, called %s', (model) => {
    expect(read({ openstack: shown }, model)).toBe('9f484882-2f18-4fd2-967d-db9663db7bea')
  })

  test.each([
    ['of another model', { controller: shown }, 'is about model "controller", wanted "openstack"'],
    ['of two models', { openstack: shown, controller: shown }, 'is about 2 models, wanted one'],
    ['without an id', { openstack: { name: 'admin/openstack' } }, 'openstack.model-uuid: wanted a text, got nothing'],
    [
      'with an id that is not a UUID',
      { openstack: { ...shown, 'model-uuid': '$(rm)' } },
      'juju show-model names "$(rm)", which is not a UUID',
    ],
    ['of a call that failed', {}, 'is {}, which juju prints when it failed'],
  ])('is not understood in an answer %s', (_, document, message) => {
    expect(() => read(document)).toThrow(message)
  })

  test('of a model that is gone is a sentence, with what to do', () => {
    const failed = { exitCode: 1, stderr: 'ERROR model maas-controller:admin/openstack not found\n' }
    expect(() => read({}, 'openstack', failed)).toThrow(expect.objectContaining({ name: 'CouldNotLook', remedy: 'juju models' }))
  })
})
