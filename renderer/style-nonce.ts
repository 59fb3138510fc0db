/**
 * The nonce that the content security policy of this page allows style elements with. The host writes it into index.html;
 * Mantine and AG Grid put it on the style elements they make.
 */
export const styleNonce: string =
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content.replace('__NONCE__', '') ?? ''
