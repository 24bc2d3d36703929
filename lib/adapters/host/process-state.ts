import { vocabulary } from '../heard.ts'

/** The state of a process in the kernel. T: stopped by a signal; t: held by a debugger; Z: ended; D: waits for a disk or the network. */
export const processState = vocabulary({
  field: 'process: state',
  source: 'ps(1) of procps-ng, PROCESS STATE CODES',
  good: ['R', 'S', 'I'],
  waiting: ['D'],
  bad: ['T', 't', 'W', 'X', 'Z'],
  // A place cannot name ps's column of state letters, which has no header. So the proof does not try other words here; scenes of
  // conductor-daemon-args test the states.
  places: [],
})
