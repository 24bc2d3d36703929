import { vocabulary } from '../heard.ts'

/** The state of a process in the kernel. T: stopped by a signal; t: held by a debugger; Z: ended; D: waits for a disk or the network. */
export const processState = vocabulary({
  field: 'process: state',
  source: 'ps(1) of procps-ng, PROCESS STATE CODES',
  good: ['R', 'S', 'I'],
  waiting: ['D'],
  bad: ['T', 't', 'W', 'X', 'Z'],
  // ps prints its column of state letters without a header, so a `Place` cannot name that column. Without a place, the proof cannot replace the
  // state in a recorded answer by another one. Scenes of conductor-daemon-args test the states instead.
  places: [],
})
