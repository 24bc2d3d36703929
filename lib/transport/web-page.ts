/**
 * Whether a body is a web page: a proxy, a load balancer or a login page answers in place of an API. An XML declaration and comments may stand before
 * the page (XHTML). Other XML is not a page.
 */
export function isWebPage(body: string): boolean {
  return /^\s*(?:<\?xml\b[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(body)
}
