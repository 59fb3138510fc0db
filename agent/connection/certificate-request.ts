/** A new key and what is asked a certificate for it with; PEM, P-256. The library is loaded when it is needed: it takes a third of a second. */
export const makeCertificateRequest = async (
  agent: string,
): Promise<{ readonly key: string; readonly request: string }> => {
  await import('reflect-metadata')
  const { PemConverter, Pkcs10CertificateRequestGenerator } = await import('@peculiar/x509')
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${agent}`,
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  })
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { key, request: request.toString('pem') }
}
