import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { afterAll, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('canary')
afterAll(() => gates.remove())

/** Secrets of every kind that a real cloud has. None of them may be found in anything a run leaves behind. */
const canaries = {
  environment: 'canary-Env1ronment-42',
  openrc: "canary'openrc 0penrc",
  unseal: 'CaNaRyUnSeAlKeYCaNaRyUnSeAlKeYCaNaRyUnSeAl0=',
  vaultToken: 'hvs.CaNaRyVaultTokenCaNaRyVaultToken',
  maasKey: 'CaNaRyConsumer1234:CaNaRyToken123456:CaNaRySecretCaNaRySecretCaNaRy12',
  urlPassword: 'CaNaRyUrlPassw0rd',
  reported: 'CaNaRyTold1nWords',
  cookie: 'CaNaRyC00kie',
  hash: '$6$CaNaRySa$CaNaRyHashCaNaRyHash',
  fernet: `gAAAAABCaNaRy${'CaNaRy_-'.repeat(20)}`,
}

const unit = 'magnum/0'
const line = 'DAEMON_ARGS="--config-dir /etc/magnum/magnum.conf.d"'
const defaults = [
  `# export OS_PASSWORD=${canaries.environment}`,
  `# transport_url=rabbit://nova:${canaries.urlPassword}@10.12.8.9:5672/`,
  `# Unseal Key 1: ${canaries.unseal}`,
  `# VAULT_TOKEN=${canaries.vaultToken}`,
  `# maas apikey ${canaries.maasKey}`,
  `# X-Auth-Token: ${canaries.fernet}`,
  `# ${canaries.environment.replace(/.{5}/g, '$&\x1b[1m')} and ${canaries.environment.replace(/.{5}/g, '$&\u200b')}`,
  ...(canaries.environment.match(/.{1,10}/g) ?? []),
  `# ${Buffer.from(canaries.openrc).toString('hex')} and ${Buffer.from(canaries.openrc, 'utf16le').toString('base64')}`,
  `# the password is ${canaries.reported}`,
  `# Set-Cookie: sessionid=${canaries.cookie}; Path=/`,
  `# nova:${canaries.hash}:19000:0`,
  `# openrc said ${canaries.openrc} and ${Buffer.from(canaries.openrc).toString('base64')} and ${encodeURIComponent(canaries.openrc)}`,
  line,
  '',
].join('\n')
const wrongArgs = `/usr/bin/magnum-conductor --config-dir /etc/magnum/magnum.conf.d --password ${canaries.environment} --token=${canaries.vaultToken}\n`

test('no secret of the environment, a credential file or a remote answer is found in what a run leaves', async () => {
  const recording = join(gates.scratch, 'recording')
  mkdirSync(recording)
  writeFileSync(join(gates.scratch, 'openrc'), `export OS_PASSWORD="${canaries.openrc}"\n`)
  const site = readFileSync(join(gates.project, 'sites/example.yaml'), 'utf8').replace(
    /^openrc: .*$/m,
    `openrc: ${join(gates.scratch, 'openrc')}`,
  )
  writeFileSync(join(recording, 'site.yaml'), site)
  const answers = [
    { ask: `${unit} $ stat -L -c '%a %U:%G %Y %s' /etc/default/magnum-conductor`, stdout: `644 root:root 1763000000 ${defaults.length}\n` },
    { ask: `${unit} $ cat /etc/default/magnum-conductor`, stdout: defaults },
    { ask: `${unit} $ /etc/init.d/magnum-conductor show-args`, stdout: wrongArgs },
    {
      ask: `${unit} $ env LC_ALL=C TZ=UTC0 ps -ww -C magnum-conductor -o pid=,ppid=,user:32=,stat=,lstart=,args=`,
      stdout: `  120  1 Thu Nov 19 10:00:00 2026 /usr/bin/python3 ${wrongArgs}`,
    },
    {
      ask: `${unit} $ systemctl show magnum-conductor -p MainPID,NRestarts,ActiveState,SubState,Result,LoadState`,
      error: { kind: 'unreachable', key: `ssh ${unit}`, message: `refused token=${canaries.vaultToken} for ${canaries.openrc}` },
    },
  ]
  const scene = { base: 'cloud', from: 'this test', at: '2026-11-20T10:00:00Z' }
  writeFileSync(join(recording, 'juju-login-fresh.yaml'), dump(scene))
  writeFileSync(join(recording, 'conductor-daemon-args.yaml'), dump({ ...scene, answers }))

  const args = [
    'run',
    '--gate',
    'conductor-daemon-args',
    '--replay',
    recording,
    '--junit',
    join(gates.scratch, 'junit-copy.xml'),
    '--html',
    join(gates.scratch, 'copy.html'),
    '--json',
  ]
  const { stdout, stderr, code } = await gates.start(args, { env: { SOME_SERVICE_PASSWORD: canaries.environment } })

  const left = globSync(['reports/2*/**/*', 'junit-copy.xml', 'copy.html'], { cwd: gates.scratch, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ file: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }))
  const expected = [
    'conductor-daemon-args.yaml',
    'juju-login-fresh.yaml',
    'site.yaml',
    'units-reachable-by-ssh.yaml',
    'report.txt',
    'report.html',
    'copy.html',
    'result.json',
    'junit.xml',
    'junit-copy.xml',
  ]
  expect(left.map((one) => one.file).sort()).toEqual(expected.sort())
  const all = [...left, { file: 'stdout', text: stdout }, { file: 'stderr', text: stderr }]
  // Also without bold and line folds, as a reader of the terminal sees it.
  const seen = (text: string) => `${text}${text.replace(/\\x1b\[1m|\\e\[1m|␛\[1m|\u200b|\\u200b|\n\s*/g, '')}`
  const found = all.flatMap(({ file, text }) =>
    Object.entries(formsOfAll())
      .filter(([, form]) => seen(text).includes(form))
      .map(([name]) => `${name} in ${file}`),
  )
  expect(found).toEqual([])
  expect(all.find((one) => one.file === 'conductor-daemon-args.yaml')?.text).toContain('[redacted:')
  expect(code).toBe(3)
})

function formsOfAll(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(canaries).flatMap(([name, secret]) => [
      [name, secret],
      [`${name} in base64`, Buffer.from(secret).toString('base64').replace(/=+$/, '')],
      [`${name} in hex`, Buffer.from(secret).toString('hex')],
      [`${name} in UTF-16`, Buffer.from(secret, 'utf16le').toString('base64').replace(/=+$/, '')],
      [`${name} in a URL`, encodeURIComponent(secret)],
      [`${name} in JSON`, JSON.stringify(secret).slice(1, -1)],
    ]),
  )
}
