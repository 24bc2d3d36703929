import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colour when this stream is a terminal and NO_COLOR is not set; FORCE_COLOR wins. */
export function hasColour(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true
  return stream.isTTY === true && !isDumb()
}

/** Whether the terminal knows no escape sequences. */
export function isDumb(): boolean {
  return process.env.TERM === 'dumb'
}

export function styled(stream: { readonly isTTY?: boolean }): (style: Style, text: string) => string {
  const colour = hasColour(stream)
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
}
