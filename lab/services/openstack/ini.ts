type Value = string | number | boolean

/** Options by section, as oslo.config reads them. */
export type Ini = Readonly<Record<string, Readonly<Record<string, Value>>>>

export function iniText(ini: Ini): string {
  return Object.entries(ini)
    .map(
      ([section, options]) =>
        `[${section}]\n${Object.entries(options)
          .map(([name, value]) => `${name} = ${value}\n`)
          .join('')}`,
    )
    .join('\n')
}
