import { vocabulary } from '../heard.ts'

/** The state of a process in the kernel. T: stopped by a signal; t: held by a debugger; Z: ended; D: waits for a disk or the network. */
export const processState = vocabulary({
  field: 'process: state',
  source: 'ps(1) of procps-ng, PROCESS STATE CODES',
  good: ['R', 'S', 'I'],
  waiting: ['D'],
  bad: ['T', 't', 'W', 'X', 'Z'],
  // Empty: ps prints this column without a header, so the proof cannot find the state letters in a recorded answer and change them.
  // The states are tested by scenes of conductor-daemon-args, whose answers contain state letters.
  places: [],
})
