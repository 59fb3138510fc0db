/**
 * A join token as an admin passes it on: `lt1_ID_SECRET_AUTHORITY`. The secret is 32 random bytes, the authority the SHA-256 of the
 * console's own certificate authority (its DER form), both base64url: whoever has the token knows the right console when it answers.
 */
export interface JoinToken {
  readonly id: string
  readonly secret: string
  /** Hex SHA-256 of the authority's certificate. */
  readonly authority: string
}

export const writeJoinToken = ({ id, secret, authority }: JoinToken): string =>
  `lt1_${id}_${Buffer.from(secret, 'hex').toString('base64url').replaceAll('_', '~')}_${Buffer.from(authority, 'hex').toString('base64url').replaceAll('_', '~')}`

/** @returns undefined for a text that is no join token */
export const readJoinToken = (text: string): JoinToken | undefined => {
  const [, id, secret = '', authority = ''] =
    /^lt1_([A-Za-z0-9]{1,32})_([A-Za-z0-9~-]{43})_([A-Za-z0-9~-]{43})$/.exec(text.trim()) ?? []
  if (id === undefined) return undefined
  const hex = (part: string) => Buffer.from(part.replaceAll('~', '_'), 'base64url').toString('hex')
  return { id, secret: hex(secret), authority: hex(authority) }
}
