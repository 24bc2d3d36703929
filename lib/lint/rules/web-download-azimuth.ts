import type { Rule } from '../rule.ts'
import { optionValue, textOf, textsOf } from '../shell/ask.ts'

export const rule: Rule = {
  name: 'web-download-azimuth',
  sources: ['FINDING-3', 'web-download'],
  severity: 'error',
  why: 'The server of the azimuth images answers 403 to Glance’s own download, so the image stays queued for ever; web-download also verifies no checksum.',
  fix: 'Stage and verify: curl to $HOME, check the checksum, then openstack image create --file … --import.',
  bad: [
    'openstack image create --import --import-method web-download --uri https://azimuth-images.stackhpc.cloud/a.qcow2 kube',
    'URI=https://azimuth-images.stackhpc.cloud/a.qcow2\nopenstack image create --import-method=web-download --uri "$URI" kube',
    'openstack image import --method web-download --uri https://cloud-images.ubuntu.com/noble.img noble',
    'glance image-create-via-import --import-method web-download --uri https://x/y.img',
  ],
  good: [
    'openstack image create --file "$HOME/kube/a.qcow2" --import kube',
    'openstack image import --method glance-direct x',
    'curl -fLo a.qcow2 https://azimuth-images.stackhpc.cloud/a.qcow2',
  ],
  *check({ named }) {
    for (const call of named('openstack', 'glance')) {
      if (textOf(optionValue(call, '--import-method', '--method')) !== 'web-download') continue
      const azimuth = textsOf(call).some((text) => text.includes('azimuth'))
      if (azimuth) yield { start: call.start, end: call.end, text: 'Glance cannot download the azimuth images by itself' }
      else
        yield {
          start: call.start,
          end: call.end,
          severity: 'note',
          text: 'web-download verifies no checksum, so it is only the second choice',
        }
    }
  },
}
