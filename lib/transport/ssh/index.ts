export { type CollectOptions, collectHostKeys, type HostKey } from './collect.ts'
export type { SshOptions } from './options.ts'
export { type Pin, pin } from './pin.ts'
