import type { Rule } from '../rule.ts'
import { pathOf, textOf } from '../shell/ask.ts'

export const rule: Rule = {
  name: 'snap-reads-tmp',
  sources: ['L7'],
  severity: 'error',
  why: 'The openstack command comes from a confined snap that has its own /tmp, so it does not find a file in the /tmp of the machine.',
  fix: 'Stage the file below $HOME, in a folder that is not hidden.',
  bad: [
    'openstack image create --file /tmp/noble.img noble',
    'IMG=/tmp/kube/disk.qcow2\nopenstack image create --disk-format qcow2 --file "$IMG" kube',
    `stage=\${STAGE:-/tmp}/amphora-$(date +%Y%m%d)\nseed() { openstack image create "$1" --file "$2"; }\nid=$(seed base "$stage/base.img")`,
    'f=/tmp/$(date +%F)\nf+=.img\nopenstack image create --file "$f" x',
    'openstack server create --user-data=/tmp/init.yaml x',
    `stage() { local d=/tmp/a; mkdir -p "$d"; printf '%s/%s\\n' "$d" "$1"; }\nopenstack image create --file "$(stage x.img)" x`,
    'cd /tmp && openstack image create --file ./x.img x',
    'D=$(mktemp -d)\nopenstack image create --file "$D/x.img" x',
    'D=$(mktemp -d /tmp/base.XXXXXX)\nopenstack image create --file "$D/x.img" x',
    'D=`mktemp -d -t base.XXX`\nopenstack image create --file "$D/x.img" x',
    'S=/tmp/stage\nD=$(mktemp -p "$S" base.XXXX --suffix=.img)\nopenstack image create --file "$D" x',
    'openstack image create --file "$(mktemp --tmpdir base.XXXX)" x',
    'sudo -u ubuntu openstack keypair create --public-key /var/tmp/k.pub k',
    "ssh jumphost <<'EOF'\nopenstack image create --file /tmp/a.img a\nEOF",
    'work=/tmp/base\nfind "$work" -name \'*.qcow2\' -print0 | xargs -0 -r -I{} openstack image create --file {} x',
  ],
  good: [
    'openstack image create --file "$HOME/amphora-base/noble.img" noble',
    'sha256sum /tmp/noble.img',
    'stage() { echo "$HOME/tmp/$1"; }\nopenstack image create --file "$(stage x.img)" x',
    `stage=\${STAGE:-$HOME}/amphora-$(date +%F)\nopenstack image create --file "$stage/tmp/x.img" x`,
    'openstack image list > /tmp/images',
    'D=$(mktemp -d "$HOME/base.XXXXXX")\nopenstack image create --file "$D/x.img" x',
    'D=$(mktemp -d -p ~ base.XXXXXX)\nopenstack image create --file "$D/x.img" x',
    'openstack image create --property note=/tmp --file x y',
    'work=$HOME/base\nfind "$work" -name \'*.qcow2\' -print0 | xargs -0 -r -I{} openstack image create --file {} x',
  ],
  *check({ named }) {
    for (const call of named('openstack')) {
      const readsFile = (i: number) => /^--(?:file|public-key|user-data|rules)$/.test(call.words[i - 1]?.shape ?? '')
      const word = call.words.find(
        (one, i) =>
          /^(?:--[\w-]+=)?\/(?:var\/)?tmp\//.test(readsFile(i) ? pathOf(call, one) : textOf(one)) &&
          !/^--property\b/.test(call.words[i - 1]?.shape ?? ''),
      )
      if (word)
        yield { start: word.start, end: word.end, text: `the openstack snap cannot see ${pathOf(call, word).replace(/^--[\w-]+=/, '')}` }
    }
  },
}
