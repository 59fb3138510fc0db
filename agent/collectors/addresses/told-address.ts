/**
 * What is told of an address: with `host` only which site it was, with `full` the page too. Never a name and password, the query or what
 * follows `#`: they hold what people typed. `undefined` for what is no page of the web.
 */
export const toldAddress = (url: string, detail: 'host' | 'full'): string | undefined => {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.host === '') return undefined
  // A session may stand behind a semicolon: /page;jsessionid=1F
  const page = detail === 'full' ? parsed.pathname.replace(/;.*$/, '') : '/'
  return `${parsed.protocol}//${parsed.host}${page}`.slice(0, 2000)
}
