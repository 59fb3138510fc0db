import type { Reader, Transaction } from './connection.ts'

/** What an agent identifies itself with; `key` is the hex SHA-256 of the certificate's DER form or of the secret. */
export interface StoredCredential {
  readonly key: string
  readonly agent: string
  readonly kind: 'certificate' | 'secret'
  readonly issued_at: number
  readonly not_after: number
  readonly revoked_at: number
}

export const allCredentials = (reader: Reader): Promise<StoredCredential[]> =>
  reader.all<StoredCredential>('SELECT key, agent, kind, issued_at, not_after, revoked_at FROM agent_credential')

/** When the certificate of an agent that ends last is over; 0 for an agent without one. Epoch milliseconds. */
export const certificateEnd = async (reader: Reader, agent: string): Promise<number> =>
  (
    await reader.get<{ end: number }>(
      `SELECT COALESCE(MAX(not_after), 0) AS end FROM agent_credential
       WHERE agent = ? AND kind = 'certificate' AND revoked_at = 0`,
      [agent],
    )
  )?.end ?? 0

export const insertCredential = async (tx: Transaction, credential: StoredCredential): Promise<void> => {
  const { key, agent, kind, issued_at, not_after, revoked_at } = credential
  await tx.run(
    'INSERT INTO agent_credential (key, agent, kind, issued_at, not_after, revoked_at) VALUES (?, ?, ?, ?, ?, ?)',
    [key, agent, kind, issued_at, not_after, revoked_at],
  )
}

export const revokeCredentials = async (tx: Transaction, keys: readonly string[], at: number): Promise<void> => {
  await tx.run(
    'UPDATE agent_credential SET revoked_at = ? WHERE revoked_at = 0 AND key IN (SELECT value FROM json_each(?))',
    [at, JSON.stringify(keys)],
  )
}

/**
 * Removes what was revoked or has expired before an instant (epoch milliseconds). What ended last of an agent stays: it may still have that,
 * and when it comes back is to hear why it is not let in, not that nobody knows it.
 */
export const dropOldCredentials = async (tx: Transaction, before: number): Promise<void> => {
  await tx.run(
    `WITH credential AS (
       SELECT key, agent, min(iif(revoked_at = 0, ${never}, revoked_at), iif(not_after = 0, ${never}, not_after)) AS ended
       FROM agent_credential)
     DELETE FROM agent_credential WHERE key IN (
       SELECT key FROM (SELECT key, ended, max(ended) OVER (PARTITION BY agent) AS last FROM credential)
       WHERE ended < ? AND ended < last)`,
    [before],
  )
}
/** The last instant that a date can hold. */
const never = 8_640_000_000_000_000

export interface StoredToken {
  readonly id: string
  /** Hex SHA-256 of the secret. */
  readonly hash: string
  readonly uses: number
  readonly uses_left: number
  readonly created_at: number
  readonly expires_at: number
  readonly revoked_at: number
  readonly note: string
}

export const allTokens = (reader: Reader): Promise<StoredToken[]> =>
  reader.all<StoredToken>(
    'SELECT id, hash, uses, uses_left, created_at, expires_at, revoked_at, note FROM join_token ORDER BY created_at DESC, id',
  )

export const insertToken = async (tx: Transaction, token: StoredToken): Promise<void> => {
  const { id, hash, uses, uses_left, created_at, expires_at, revoked_at, note } = token
  await tx.run(
    'INSERT INTO join_token (id, hash, uses, uses_left, created_at, expires_at, revoked_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    [id, hash, uses, uses_left, created_at, expires_at, revoked_at, note],
  )
}

/** @returns false when it was used up, has expired or was revoked meanwhile */
export const spendToken = async (tx: Transaction, id: string, at: number): Promise<boolean> =>
  (
    await tx.run(
      'UPDATE join_token SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 0 AND expires_at > ? AND revoked_at = 0',
      [id, at],
    )
  ).changes === 1

export const revokeToken = async (tx: Transaction, id: string, at: number): Promise<boolean> =>
  (await tx.run('UPDATE join_token SET revoked_at = ? WHERE id = ? AND revoked_at = 0', [at, id])).changes === 1

/** Tokens that nobody can use any more go after a month. */
export const dropOldTokens = async (tx: Transaction, before: number): Promise<void> => {
  await tx.run('DELETE FROM join_token WHERE expires_at < ?', [before])
}

export interface StoredAuthority {
  readonly certificate: string
  readonly key: string
  readonly not_after: number
}

export const readAuthority = (reader: Reader, name: 'authority' | 'server'): Promise<StoredAuthority | undefined> =>
  reader.get<StoredAuthority>('SELECT certificate, key, not_after FROM agent_authority WHERE name = ?', [name])

export const storeAuthority = async (
  tx: Transaction,
  name: 'authority' | 'server',
  { certificate, key, not_after }: StoredAuthority,
): Promise<void> => {
  await tx.run('INSERT OR REPLACE INTO agent_authority (name, certificate, key, not_after) VALUES (?, ?, ?, ?)', [
    name,
    certificate,
    key,
    not_after,
  ])
}
