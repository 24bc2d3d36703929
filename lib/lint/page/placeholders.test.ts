import { expect, test } from 'vitest'
import { fillPlaceholders, isPlaceholder } from './placeholders.ts'

test.each([
  ['kubectl -n <magnum-ns> get x <cluster>-<suffix>', 'kubectl -n _magnum-ns_ get x _cluster_-_suffix_'],
  ['ssh <user>@<host address>', 'ssh _user_@_host_address_'],
  ['id="<project id>"', 'id="_project_id_"'],
  ['VAULT_TOKEN={root token} vault token create', 'VAULT_TOKEN=_root_token_ vault token create'],
  ['export KUBECONFIG=<...>', 'export KUBECONFIG=_..._'],
  ['maas <profile> machine read <id>', 'maas _profile_ machine read _id_'],
])('%s is read as words of the same length', (written, read) => {
  expect(fillPlaceholders(written)).toBe(read)
  expect(read).toHaveLength(written.length)
})

test.each([
  'sort <in >out',
  'cat <<EOF >x\na\nEOF',
  'diff <(a) <(b)',
  'x <in 2>err',
  '[[ a < b ]]',
  'while read -r l; do :; done <list',
  'a 2>&1 <b >c',
  'cat <<-EOF>x',
  `echo {a,b} \${x}`,
  '{ echo a; }',
])('%s is not a placeholder', (script) => {
  expect(fillPlaceholders(script)).toBe(script)
})

test('what it stands for is known again', () => {
  expect(['_image-id_', '[name]', '...', 'IMAGE_ID', 'noble', '_'].map(isPlaceholder)).toEqual([true, true, true, true, false, false])
})
