import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dumpYaml, loadYaml, type V1CronJob } from '@kubernetes/client-node'
import { load, loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'

const text = (file: string) => readFileSync(join(projectDir, 'contrib', file), 'utf8')

describe('contrib/kubernetes/nightly.yaml', () => {
  const documents = text('kubernetes/nightly.yaml').split(/^---$/m)
  const jobs = documents.map((document) => loadYaml<V1CronJob>(document))

  test('holds no field that the types of the client do not have', () => {
    // The client leaves out what it does not know.
    expect(jobs.map((job) => load(dumpYaml(job)))).toEqual(loadAll(text('kubernetes/nightly.yaml')))
  })

  test('runs as many shards as its pods', () => {
    const spec = jobs[0]?.spec?.jobTemplate.spec
    const shards = spec?.template.spec?.containers[0]?.args?.join(' ').match(/--shard "\$\(\(JOB_COMPLETION_INDEX \+ 1\)\)\/(\d+)"/)?.[1]
    expect([spec?.completionMode, spec?.completions, spec?.parallelism, spec?.maxFailedIndexes]).toEqual([
      'Indexed',
      ...Array(3).fill(Number(shards)),
    ])
  })

  test('merges the folder that the shards write to', () => {
    const args = jobs.map((job) => job.spec?.jobTemplate.spec?.template.spec?.containers[0]?.args?.join(' ') ?? '')
    expect(args[0]).toContain('--report-dir "/reports/$(date -u +%F)/shard-')
    expect(args[1]).toContain('merge "/reports/$(date -u +%F)"')
  })
})

test.each([['ci/gitlab-shards.yml'], ['ci/github-shards.yml']])('contrib/%s is YAML, shards and merges', (file) => {
  const commands = JSON.stringify(load(text(file)))
  expect(commands).toMatch(/bin\/gates run --phase all --site prod --shard/)
  expect(commands).toContain('bin/gates merge collected/ --report-dir merged --junit junit.xml')
})
