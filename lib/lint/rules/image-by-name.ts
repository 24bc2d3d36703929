import { isPlaceholder } from '../page/placeholders.ts'
import type { Rule } from '../rule.ts'
import { optionValue, textOf } from '../shell/ask.ts'
import { openstack } from '../shell/programs.ts'

const takesImage = /^(?:server (?:create|rebuild)|coe cluster template create|volume create)$/
const uuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

export const rule: Rule = {
  name: 'image-by-name',
  sources: ['DOCFIX-064'],
  severity: 'note',
  why: 'An old image and its successor can have the same name, so that the command fails or takes the wrong image.',
  fix: 'Name it by its id: --image "$(openstack image show -f value -c id <name>)"',
  bad: [
    'openstack server create --image noble --flavor m1.small x',
    'IMAGE=noble\nopenstack server create --image "$IMAGE" x',
    'openstack coe cluster template create t --image=ubuntu-jammy-kube-v1.34.8 --network-driver calico',
  ],
  good: [
    'openstack server create --image 0e1c6ae5-4f5b-4bb6-a53a-8e5b9a9a7c11 x',
    'openstack server create --image "$image_id" x',
    'openstack server create --image <image-id> x',
    'openstack image show noble',
  ],
  *check({ named }) {
    for (const call of named('openstack')) {
      if (!takesImage.test(openstack(call)?.command ?? '')) continue
      const image = optionValue(call, '--image')
      const name = image?.values[0]
      if (image && name !== undefined && !uuid.test(name) && !isPlaceholder(name))
        yield { start: image.start, end: image.end, text: `the image is named ${textOf(image)}, not by its id` }
    }
  },
}
