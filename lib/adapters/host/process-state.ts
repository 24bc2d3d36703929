import { vocabulary } from '../heard.ts'

/** The state of a process in the kernel. T: stopped by a signal; t: held by a debugger; Z: ended; D: waits for a disk or the network. */
export const processState = vocabulary({
  field: 'process: state',
  source: 'ps(1) of procps-ng, PROCESS STATE CODES',
  good: ['R', 'S', 'I'],
  waiting: ['D'],
  bad: ['T', 't', 'W', 'X', 'Z'],
  // The column has no header, so the word mutations cannot find it. The scenes of conductor-daemon-args contain these letters instead.
  places: [],
})
