/** Whether SIGHUP was ignored when bin/gates started, as it is under nohup. Node itself forgets this as it starts. */
export function isNohup(): boolean {
  return process.env.GATES_NOHUP === '1'
}

/** Keeps SIGHUP ignored under nohup, for every command. */
export function heedNohup(): void {
  if (isNohup()) process.on('SIGHUP', () => {})
}
