/** The time of the processor that some work takes, in ms: unlike that of the clock, it is no longer on a busy machine. */
export function processorMs(work: () => void): number {
  const start = process.threadCpuUsage()
  work()
  return process.threadCpuUsage(start).user / 1000
}
