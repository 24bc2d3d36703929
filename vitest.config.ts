import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { compileCache } from './lib/proof/environment.ts'

// Node loads our TypeScript itself, in less time than vite takes, and keeps what it compiled for the next run. Workers inherit the variable.
process.env.NODE_COMPILE_CACHE ??= compileCache
const experimental = { viteModuleRunner: false, nodeLoader: false } as const

/** For tests that need nothing but this checkout. */
const offline = {
  pool: 'threads',
  // Our modules keep nothing that one test could leave for another, and to load them for each file took most of the time.
  isolate: false,
  // A test that starts several runs shares the cores with two others.
  testTimeout: 120_000,
  // So does one that removes a copy of the project.
  hookTimeout: 120_000,
} as const

/** vitest begins with the files whose tests took longest; this one takes its ten seconds before its first test, which vitest does not count. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith('/lib/proof/scenes.test.ts')
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  }
}

/** Our own tests. Gates are run by `gates run`, never from here. */
export default defineConfig({
  test: {
    experimental,
    sequence: { sequencer: LongestFirst },
    // More than there are cores: half of the time, tests wait for a program that they started.
    maxWorkers: availableParallelism() + 2,
    projects: [
      {
        test: {
          ...offline,
          name: 'offline',
          include: ['{lib,lab}/**/*.test.ts'],
          exclude: ['**/*.live.test.ts', '**/*.proof.test.ts'],
        },
      },
      { test: { ...offline, name: 'proof', include: ['lib/**/*.proof.test.ts'] } },
      {
        test: {
          name: 'live',
          include: ['{lib,lab}/**/*.live.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
})
