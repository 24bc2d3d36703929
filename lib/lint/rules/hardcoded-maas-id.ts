import type { Rule } from '../rule.ts'
import { possible } from '../shell/ask.ts'
import { maas } from '../shell/programs.ts'

/** Kinds of object in the MAAS CLI whose verb is followed by an id: a machine's system_id for `ofMachine`, a number for `numbered`. */
const ofMachine =
  /^(?:machine|node|interface|interfaces|block-devices?|partitions?|device|devices|power|volume-groups?|node-results?|node-scripts?|events)$/
const numbered = /^(?:subnet|vlan|fabric|space|iprange|vm-host|pod|bcache|raid)$/

export const rule: Rule = {
  name: 'hardcoded-maas-id',
  sources: ['PATTERN-1'],
  severity: 'note',
  why: 'MAAS gives out a new id whenever a host is enlisted again, so an id on a page points to nothing, or to another host.',
  fix: 'Look it up by name or CIDR: maas admin machines read | jq -r \'.[] | select(.hostname == "openstack0").system_id\'',
  bad: [
    'maas admin machine release 4na83t',
    'for id in 4na83t qdbqd6 tmsafc; do maas admin machine release "$id"; done',
    'maas admin subnet update 3 managed=true',
    'maas admin interfaces read h8frng',
    `declare -A host=([openstack0]=4na83t [openstack1]=qdbqd6)\nfor h in "\${!host[@]}"; do maas admin machine release "\${host[$h]}"; done`,
    `rest=(4na83t)\nrest+=("$(next)")\nfor id in "\${rest[@]}"; do maas admin machine release "$id"; done`,
    `release() { maas admin machine release "$1"; }\nfor id in $(next) 4na83t; do release "$id"; done`,
    `run() { "$@"; }\nrun maas admin machine release 4na83t`,
  ],
  good: [
    'maas admin machine release "$id"',
    'maas admin machine read <system-id>',
    'maas admin machines read',
    `for id in $(next) 4na83t; do echo "$id"; done\nid=$(other)\nmaas admin machine release "$id"`,
    'maas admin subnet read 10.12.8.0/22',
    `declare -A name=([a]=openstack0)\nmaas admin machines read hostname="\${name[a]}"`,
  ],
  *check({ named }) {
    for (const call of named('maas')) {
      const command = maas(call)
      const id = command?.rest[0]
      if (!command || !id) continue
      const value = possible(id).find(
        (one) => (ofMachine.test(command.object) && /^[a-z0-9]{6}$/.test(one)) || (numbered.test(command.object) && /^\d+$/.test(one)),
      )
      if (value !== undefined)
        yield { start: id.start, end: id.end, text: `${value} is an id that changes when MAAS enlists the host again` }
    }
  },
}
