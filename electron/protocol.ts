import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import type { BuiltFiles, Theme } from '../core/host/web-files.ts'
import { pageMissing } from '../core/host/web-page-missing.ts'
import { contentSecurityPolicy, createNonce, securityHeaders } from '../core/host/web-policy.ts'
import { isOurPage, pageScheme } from './page-address.ts'

/** Must run before the application is ready. Without `corsEnabled`, no other origin may read from the scheme. */
export const registerPageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: false, codeCache: true },
    },
  ])

export interface PageSource {
  readonly files: BuiltFiles
  readonly theme: () => Promise<Theme>
  readonly log: (error: unknown, where: string) => void
}

/** Serves the built page under `app://console/`: the listed files by exact path, everything else is not there. */
export const servePage = (session: Session, source: PageSource): void =>
  session.protocol.handle(pageScheme, (request) => answer(request, source))

export const answer = async (
  request: { readonly url: string; readonly method: string },
  { files, theme, log }: PageSource,
): Promise<Response> => {
  try {
    const url = URL.parse(request.url)
    if (url === null || !isOurPage(request.url) || request.method !== 'GET') return notThere()
    if (url.pathname === '/' || url.pathname === '/index.html') {
      const nonce = createNonce()
      const html = await files.page({ nonce, theme: await theme() })
      return respond(html ?? pageMissing(nonce), 'text/html; charset=utf-8', nonce)
    }
    const found = files.find(url.pathname)
    return found ? respond(await readFile(found.file), found.contentType, createNonce()) : notThere()
  } catch (error) {
    log(error, 'page')
    return new Response(null, { status: 500 })
  }
}

const respond = (body: string | Uint8Array<ArrayBuffer>, contentType: string, nonce: string): Response =>
  new Response(body, {
    headers: {
      ...securityHeaders,
      'Content-Type': contentType,
      'Content-Security-Policy': contentSecurityPolicy(nonce),
    },
  })

const notThere = (): Response => new Response(null, { status: 404, headers: securityHeaders })
