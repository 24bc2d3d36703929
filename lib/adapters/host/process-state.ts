import { vocabulary } from '../heard.ts'

/** The state of a process in the kernel. T: stopped by a signal; t: held by a debugger; Z: ended; D: waits for a disk or the network. */
export const processState = vocabulary({
  field: 'process: state',
  source: 'ps(1) of procps-ng, PROCESS STATE CODES',
  good: ['R', 'S', 'I'],
  waiting: ['D'],
  bad: ['T', 't', 'W', 'X', 'Z'],
  // No place is given, so the proof does not try other words here: ps prints the state letter in a column without a header, and a place cannot name
  // such a column. Scenes of conductor-daemon-args test the states instead.
  places: [],
})
