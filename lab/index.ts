export { activeFaults, applyFault, undoFault } from './active.ts'
export { type Fault, type Faults, faults } from './faults/index.ts'
export { siteFile } from './host/state.ts'
export { isUp, labDown, labUp, type UpOptions } from './lab.ts'
