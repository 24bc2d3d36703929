import { runInThread } from '../run/in-thread.ts'

/** Takes the place of lib/run/engine.ts in test-loop.ts. */
export const runEngine = runInThread
