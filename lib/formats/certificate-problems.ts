/** Arguments of `openssl x509` that print the part of a certificate which shows the problem. */
type Shows = readonly string[]

const dates: Shows = ['-dates']
const issuer: Shows = ['-subject', '-issuer']

/** For each error code of OpenSSL or Node: why a certificate is not trusted. `means` completes "shows a certificate that …". */
const problems: Readonly<Record<string, { readonly means: string; readonly shows: Shows }>> = {
  CERT_HAS_EXPIRED: { means: 'has expired', shows: dates },
  CERT_NOT_YET_VALID: { means: 'is not valid yet: compare the clocks', shows: dates },
  ERR_TLS_CERT_ALTNAME_INVALID: { means: 'does not name this address', shows: ['-ext', 'subjectAltName'] },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { means: 'the site’s CA did not sign', shows: issuer },
  UNABLE_TO_GET_ISSUER_CERT: { means: 'was not issued by the site’s CA', shows: issuer },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { means: 'was not issued by the site’s CA', shows: issuer },
  SELF_SIGNED_CERT_IN_CHAIN: { means: 'belongs to another CA than the site’s', shows: issuer },
  DEPTH_ZERO_SELF_SIGNED_CERT: { means: 'is signed by itself alone', shows: issuer },
  CERT_SIGNATURE_FAILURE: { means: 'is signed by a CA that has the name of the site’s CA but another key', shows: issuer },
  INVALID_CA: { means: 'was issued by a certificate that is not a CA’s', shows: issuer },
  CERT_REVOKED: { means: 'was revoked', shows: issuer },
}

/** What is wrong with the certificate, such as `has expired`. For a code that is not known, this is `is not trusted (CODE)`. */
export function certificateProblem(code: string): string {
  return problems[code]?.means ?? `is not trusted (${code})`
}

/** The arguments of `openssl x509` that show the problem. Undefined when the code is not about a certificate. */
export function showing(code: string): Shows | undefined {
  return problems[code]?.shows
}
