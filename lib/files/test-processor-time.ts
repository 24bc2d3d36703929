/** The processor time (user mode) that some work takes, in ms. Unlike clock time, it does not grow on a busy machine. */
export function processorMs(work: () => void): number {
  const start = process.threadCpuUsage()
  work()
  return process.threadCpuUsage(start).user / 1000
}
