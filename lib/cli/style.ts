import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colour on a terminal that is not dumb. FORCE_COLOR turns colour on elsewhere too. NO_COLOR turns it off, even when FORCE_COLOR is set. */
export function hasColour(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true
  return stream.isTTY === true && !isDumb()
}

/** Whether $TERM says that the terminal does not understand escape sequences. */
export function isDumb(): boolean {
  return process.env.TERM === 'dumb'
}

export function styled(stream: { readonly isTTY?: boolean }): (style: Style, text: string) => string {
  const colour = hasColour(stream)
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
}
