import { createHash, createHmac } from 'node:crypto'
import {
  allCredentials,
  insertCredential,
  revokeCredentials,
  type StoredCredential,
} from '../../database/agent-credential-table.ts'
import type { Database, Transaction } from '../../database/connection.ts'

/** `unknown`: none of this console, or of another kind than the channel asks for. */
export type CredentialState =
  | { readonly state: 'unknown' }
  | { readonly state: 'revoked'; readonly agent: string }
  | { readonly state: 'valid' | 'expired'; readonly agent: string; readonly notAfter: number }

/** All that agents identify themselves with, kept in memory: it is looked up with every request. */
export interface Credentials {
  /** Whose a credential is, and whether it still counts. @param key hex SHA-256 of the certificate's DER form or of the secret */
  check(key: string, kind: 'certificate' | 'secret', now: number): CredentialState
  /** Shows that the console knows an agent's secret, without telling it; empty when it has none. Hex. */
  prove(agent: string, nonce: string): string
  hasAny(agent: string, now: number): boolean
  /** Epoch milliseconds of the certificate that lasts longest; 0: none. */
  notAfter(agent: string): number
  /** Writes a new one within a transaction; it counts once `added` is called. */
  insert(tx: Transaction, credential: Omit<StoredCredential, 'revoked_at'>): Promise<void>
  added(credential: Omit<StoredCredential, 'revoked_at'>): void
  /**
   * A new one beside the one that asked for it: which of the two the agent has is known when it uses one. Others go.
   * @returns false when the one that asked was revoked meanwhile: then the new one does not count either
   */
  renew(credential: Omit<StoredCredential, 'revoked_at'>, askedWith: string): Promise<boolean>
  /** Whether there are others of its agent, all older. */
  isNewest(key: string): boolean
  /** All of these agents, but for one that may stay. */
  revoke(agents: readonly string[], now: number, except?: string): Promise<void>
  /** The agents were removed, their credentials with them. */
  forget(agents: readonly string[]): void
}

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

export const openCredentials = async (database: Database): Promise<Credentials> => {
  const byKey = new Map<string, StoredCredential>()
  const byAgent = new Map<string, Set<string>>()
  const put = (credential: StoredCredential): void => {
    byKey.set(credential.key, credential)
    const keys = byAgent.get(credential.agent) ?? new Set()
    byAgent.set(credential.agent, keys.add(credential.key))
  }
  for (const credential of await allCredentials(database)) put(credential)
  const of = (agent: string): StoredCredential[] =>
    [...(byAgent.get(agent) ?? [])].flatMap((key) => byKey.get(key) ?? [])
  const counts = ({ revoked_at, not_after }: StoredCredential, now: number): boolean =>
    revoked_at === 0 && (not_after === 0 || now < not_after)

  /** In memory first: from the call on nobody gets in, and a renewal that is under way notices. */
  const revoke = async (keys: readonly string[], now: number): Promise<void> => {
    const before = keys.flatMap((key) => byKey.get(key) ?? []).filter(({ revoked_at }) => revoked_at === 0)
    if (before.length === 0) return
    for (const one of before) byKey.set(one.key, { ...one, revoked_at: now })
    try {
      await database.transaction((tx) =>
        revokeCredentials(
          tx,
          before.map(({ key }) => key),
          now,
        ),
      )
    } catch (error) {
      for (const one of before) if (byKey.has(one.key)) byKey.set(one.key, one)
      throw error
    }
  }

  return {
    check(key, kind, now) {
      const found = byKey.get(key)
      if (!found || found.kind !== kind) return { state: 'unknown' }
      if (found.revoked_at > 0) return { state: 'revoked', agent: found.agent }
      return { state: counts(found, now) ? 'valid' : 'expired', agent: found.agent, notAfter: found.not_after }
    },
    prove(agent, nonce) {
      const secret = of(agent).find(({ kind, revoked_at }) => kind === 'secret' && revoked_at === 0)
      return secret ? createHmac('sha256', Buffer.from(secret.key, 'hex')).update(nonce).digest('hex') : ''
    },
    hasAny: (agent, now) => of(agent).some((one) => counts(one, now)),
    notAfter: (agent) =>
      Math.max(
        0,
        ...of(agent).flatMap((one) => (one.revoked_at === 0 && one.kind === 'certificate' ? one.not_after : [])),
      ),
    insert: (tx, credential) => insertCredential(tx, { ...credential, revoked_at: 0 }),
    added: (credential) => put({ ...credential, revoked_at: 0 }),
    async renew(credential, askedWith) {
      const others = of(credential.agent).flatMap(({ key, revoked_at }) =>
        revoked_at > 0 || key === askedWith ? [] : key,
      )
      const isRevoked = (): boolean => byKey.get(askedWith)?.revoked_at !== 0
      if (isRevoked()) return false
      await revoke(others, credential.issued_at)
      await database.transaction((tx) => insertCredential(tx, { ...credential, revoked_at: 0 }))
      if (byKey.has(askedWith)) put({ ...credential, revoked_at: 0 })
      if (!isRevoked()) return true
      await revoke([credential.key], credential.issued_at)
      return false
    },
    isNewest(key) {
      const mine = byKey.get(key)
      const others = mine ? of(mine.agent).filter((one) => one.key !== key && one.revoked_at === 0) : []
      return mine !== undefined && others.length > 0 && others.every((one) => one.issued_at <= mine.issued_at)
    },
    revoke: (agents, now, except) =>
      revoke(
        agents
          .flatMap((agent) => of(agent))
          .flatMap(({ key, revoked_at }) => (key === except || revoked_at > 0 ? [] : key)),
        now,
      ),
    forget(agents) {
      for (const agent of agents) {
        for (const key of byAgent.get(agent) ?? []) byKey.delete(key)
        byAgent.delete(agent)
      }
    },
  }
}
