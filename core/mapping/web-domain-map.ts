import { addressKey } from './match-key.ts'
import { readMap } from './read-map.ts'
import { singleGroups } from './resolve-names.ts'

/** The application of an address that no line takes, unless a DEFAULT says otherwise (the seed's 120, 121, 123). */
export const unmappedApplication = 'UNMAPPED'

export interface WebDomainMap {
  /** Web application of an address, with its scheme or without. */
  of(url: string): string
}

/** `web-domain.map`: a line without a stroke is a domain, one with strokes a domain and the beginning of its path. The first that matches counts. */
export const webDomainMap = (text: string): WebDomainMap => {
  const map = readMap('web-domain.map', text)
  const { texts, of } = singleGroups(
    map.defaults.length > 0 ? map : { ...map, defaults: [{ line: 0, group: unmappedApplication, type: '' }] },
  )
  return { of: (url) => texts[of(addressKey(withoutPort(url)))] as string }
}

/** Host of an address in lower case, without user and port; empty when there is none (`about:blank`). */
export const domainOf = (url: string): string => {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@]*)(?::\d+)?(?:[/?#]|$)/i.exec(url)
  return (match?.[1] ?? '').toLowerCase().replace(/\.$/, '')
}

/** `wiki.example.org:8443/x` as `wiki.example.org/x`: lines name hosts. */
const withoutPort = (url: string): string => {
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/?#]*/, '')
  return `${domainOf(url)}/${rest.replace(/^\//, '')}`
}
