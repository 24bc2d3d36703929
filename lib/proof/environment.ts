/** This process's environment without the variables that tell vitest it runs inside another vitest. */
export function outsideVitest(): NodeJS.ProcessEnv {
  const inside = /^(?:VITEST|VITE_|TEST$|NODE_ENV$|DEV$|PROD$|MODE$|SSR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inside.test(name)))
}
