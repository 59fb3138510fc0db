import { randomBytes } from 'node:crypto'

export const createNonce = (): string => randomBytes(16).toString('base64')

/**
 * The page's content security policy, the same in both hosts. Scripts only from the build; the nonce is for the style elements
 * that AG Grid, ECharts and Mantine write. `connect` adds an origin to talk to, such as `ws://127.0.0.1:4711`.
 */
export const contentSecurityPolicy = (nonce: string, connect = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${connect}`.trim(),
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Of everything that is not the page: even opened alone it may do nothing. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

export const securityHeaders: { readonly [name: string]: string } = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
}
