/** The page's own scheme and host: nothing is loaded from `file://`, and nothing from the network. */
export const pageScheme = 'app'
export const pageHost = 'console'

/** The address of a page path such as `/import/12`. */
export const pageAddress = (path = ''): string => `${pageScheme}://${pageHost}/${path === '' ? '' : `#${path}`}`

/**
 * Whether an address belongs to our page. Compared in its parts: `URL.origin` is `null` for a scheme of our own, and a comparison
 * of beginnings would take `app://console.evil` for ours.
 */
export const isOurPage = (address: string): boolean => {
  const url = URL.parse(address)
  return (
    url !== null &&
    url.protocol === `${pageScheme}:` &&
    url.host === pageHost &&
    url.username === '' &&
    url.password === ''
  )
}
