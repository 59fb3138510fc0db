import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export interface Session {
  /** Goes back in `X-LC-CSRF` with every POST. */
  readonly csrf: string
  /** Hang-ups of the session's sockets, called when it ends. */
  readonly sockets: Set<(code: number, reason: string) => void>
}

export interface Sessions {
  /** A token that opens one session, once, within so many seconds. */
  mintToken(seconds: number): string
  /** Opens a session for a token: what to set as cookie, and the session; `undefined` for a token that is wrong, used or late. */
  redeem(token: string): { readonly cookie: string; readonly session: Session } | undefined
  /** The session a `Cookie` header belongs to; using it keeps it alive. */
  find(cookieHeader: string | undefined): Session | undefined
  touch(session: Session): void
  end(session: Session): void
  /** Ends what was idle for 8 hours or is older than 24. */
  sweep(): void
  endAll(): void
}

interface KnownSession extends Session {
  readonly key: string
  readonly openedAt: number
  usedAt: number
}

const hour = 3_600_000
const longestIdle = 8 * hour
const longestLife = 24 * hour
const mostSessions = 16
const mostTokens = 16
/** The page's `WebSocket` close code for a session that is over. */
export const sessionOver = 4401

const secret = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Sessions of one running console. The cookie's name carries an id of this instance, because browsers share cookies across ports. */
export const createSessions = (now: () => number = Date.now): Sessions => {
  const cookieName = `lc_${randomBytes(8).toString('hex')}`
  const sessions = new Map<string, KnownSession>()
  let tokens: { readonly digest: Buffer; readonly until: number }[] = []

  const end = (session: KnownSession): void => {
    sessions.delete(session.key)
    for (const hangUp of session.sockets) hangUp(sessionOver, 'The session is over.')
    session.sockets.clear()
  }
  const isOver = ({ openedAt, usedAt }: KnownSession): boolean =>
    now() - usedAt > longestIdle || now() - openedAt > longestLife
  const sweep = (): void => {
    for (const session of sessions.values()) if (isOver(session)) end(session)
  }
  const open = (): { cookie: string; session: Session } => {
    sweep()
    const oldest = [...sessions.values()].sort((a, b) => a.usedAt - b.usedAt)[0]
    if (sessions.size >= mostSessions && oldest) end(oldest)
    const id = secret()
    const key = digest(id).toString('hex')
    const session: KnownSession = { key, csrf: secret(), sockets: new Set(), openedAt: now(), usedAt: now() }
    sessions.set(key, session)
    return { cookie: `${cookieName}=${id}; HttpOnly; SameSite=Strict; Path=/`, session }
  }

  return {
    mintToken: (seconds) => {
      const token = secret()
      tokens = [
        ...tokens.filter(({ until }) => until > now()).slice(1 - mostTokens),
        { digest: digest(token), until: now() + seconds * 1000 },
      ]
      return token
    },
    redeem: (token) => {
      const offered = digest(token)
      const match = tokens.find((known) => timingSafeEqual(known.digest, offered))
      tokens = tokens.filter((known) => known !== match && known.until > now())
      return match !== undefined && match.until > now() ? open() : undefined
    },
    find: (header = '') => {
      for (const pair of header.split(';')) {
        const [name, value] = pair.trim().split('=', 2)
        const session =
          name === cookieName && value !== undefined ? sessions.get(digest(value).toString('hex')) : undefined
        if (!session) continue
        if (isOver(session)) end(session)
        else {
          session.usedAt = now()
          return session
        }
      }
      return undefined
    },
    touch: (session) => {
      ;(session as KnownSession).usedAt = now()
    },
    end: (session) => end(session as KnownSession),
    sweep,
    endAll: () => {
      tokens = []
      for (const session of sessions.values()) end(session)
    },
  }
}

/** Whether two secrets are the same, in a time that does not say where they differ. */
export const isSameSecret = (given: string | undefined, known: string): boolean =>
  given !== undefined && timingSafeEqual(digest(given), digest(known))
