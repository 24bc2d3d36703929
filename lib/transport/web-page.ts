/**
 * Whether a body is a web page: a proxy, a load balancer or a login page answers in place of an API. An XML declaration and comments may stand before
 * the page (XHTML). Other XML is not a page. Each character is read once, because the body is a stranger's: one pattern for a run of comments needs
 * twice the time for each comment more.
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
