import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { type Licence, productOf, subjectOf } from './licences.ts'

/** An access that is open. */
export interface Access {
  readonly server: string
  readonly licence: Licence
  readonly client: string
  /** Client, person and program: who gets the licence again after a change. */
  readonly who: string
  /** Its number when it began: after a change it has another one. */
  readonly handle: string
  readonly isBorrowed: boolean
}

interface Released {
  readonly time: number
  readonly access: Access
}

export interface AccessesState {
  /** By server and number. */
  readonly open: readonly (readonly [string, Access])[]
  readonly released: readonly Released[]
  readonly isRelisting: boolean
}

/** A change of licences takes no longer, in seconds: what was released and is not taken again by then is given back. */
const longestChange = 10

/**
 * Who holds what. When a licence changes, the server releases all accesses, lists its licences and opens the accesses again: that is no new
 * session. So releases wait for the next entry before they count.
 */
export const createAccesses = (writer: UsageWriter, state: AccessesState | undefined) => {
  const open = new Map(state?.open)
  let released: Released[] = [...(state?.released ?? [])]
  let isRelisting = state?.isRelisting ?? false

  const write = (kind: UsageKind, time: number, { licence, client, handle }: Access): void =>
    writer.row(kind, time, 0, subjectOf(writer, licence, client), 1, writer.text(handle))
  const giveBack = (): void => {
    for (const { time, access } of released) write(UsageKind.in, time, access)
    released = []
    isRelisting = false
  }
  /** What is borrowed survives a stop, and is listed again after the start. */
  const takeBorrowed = ({ server, who, licence }: Access): Access | undefined => {
    for (const [key, access] of open) {
      const isSame = access.server === server && access.who === who && productOf(access.licence) === productOf(licence)
      if (!access.isBorrowed || !isSame) continue
      open.delete(key)
      return access
    }
    return undefined
  }

  return {
    /** To be called with the time of each entry, before it. */
    pass(time: number, isPartOfChange: boolean): void {
      const first = released[0]
      if (first && (!isPartOfChange || time > first.time + longestChange)) giveBack()
      if (released.length === 0) isRelisting = false
    },
    /** Licences are listed: what was released just before is taken again below. */
    relist(): void {
      isRelisting = released.length > 0
    },
    get isRelisting() {
      return isRelisting
    },
    take(time: number, id: string, access: Access): void {
      const key = `${access.server}\u0000${id}`
      const again = isRelisting
        ? released.findIndex(
            ({ access: of }) =>
              of.server === access.server && of.who === access.who && isLike(of.licence, access.licence),
          )
        : -1
      const before = released[again]
      if (before) released.splice(again, 1)
      const goesOn = before ? before.access : access.isBorrowed ? takeBorrowed(access) : undefined
      if (goesOn && productOf(goesOn.licence) === productOf(access.licence)) {
        open.set(key, { ...access, handle: goesOn.handle })
        return
      }
      // Booked on another dongle.
      if (before) write(UsageKind.in, before.time, before.access)
      const begun = { ...access, handle: `${id}@${time}` }
      open.set(key, begun)
      write(UsageKind.out, time, begun)
    },
    /** @returns false where no such access is open */
    release(time: number, server: string, id: string): boolean {
      const key = `${server}\u0000${id}`
      const access = open.get(key)
      if (!access) return false
      open.delete(key)
      released.push({ time, access })
      return true
    },
    /** The server stopped: what is borrowed stays. */
    cancel(time: number, server: string): void {
      giveBack()
      for (const [key, access] of open) {
        if (access.server !== server || access.isBorrowed) continue
        open.delete(key)
        write(UsageKind.in, time, access)
      }
    },
    /** For what follows the end of the file: it is not known whether it is a change. */
    giveBack,
    save: (): AccessesState => ({ open: [...open], released, isRelisting }),
  }
}

const isLike = (a: Licence, b: Licence): boolean => a.firmCode === b.firmCode && a.productCode === b.productCode
