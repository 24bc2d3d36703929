/**
 * Whether a body is a web page, which a proxy, a load balancer or a login service sends in place of an API's answer. An XML declaration and comments
 * may stand before the page (XHTML). Other XML is not a page. Anyone may have written the body, so each character is read only once: with one pattern
 * for all comments, each further comment would double the time.
 */
export function isWebPage(body: string): boolean {
  const start = /\s*(?:(?<page><(?:!doctype\s+html|html|head|body)\b)|(?<declaration><\?xml\b)|<!--)/iy
  for (;;) {
    const found = start.exec(body)?.groups
    if (found === undefined || found.page !== undefined) return found !== undefined
    const close = found.declaration === undefined ? '-->' : '>'
    const end = body.indexOf(close, start.lastIndex)
    if (end === -1) return false
    start.lastIndex = end + close.length
  }
}
