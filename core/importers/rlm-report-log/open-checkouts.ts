import { type Handle, handleOf, textOfHandle } from './handle.ts'
import type { Pool } from './product-pools.ts'

/** Who holds something: the subject's number, and its attributes in their order, to be made anew in a later run. */
export interface Holder {
  readonly subject: number
  readonly values: readonly string[]
}

export interface OpenCheckout {
  readonly handle: Handle
  /** The handle as the rows have it. */
  readonly detail: number
  readonly holder: Holder
  readonly product: string
  readonly pool: Pool | undefined
  readonly count: number
  /** The handle that it shares the licence of; its own where it shares none. */
  readonly share: Handle
  group: ShareGroup | undefined
  /** Another one of the same handle and a different product. */
  other: OpenCheckout | undefined
}

/** Checkouts that share one licence. The first member is who holds it, under the handle of the row that was written. */
interface ShareGroup {
  members: OpenCheckout[]
  rowDetail: number
  rowHandle: Handle
}

/** What is to be written: a licence goes to a holder, or comes back from one. */
export interface CheckoutRows {
  out(holder: Holder, count: number, detail: number): void
  in(holder: Holder, count: number, detail: number): void
}

export type SavedCheckout = Pick<OpenCheckout, 'product' | 'count'> & {
  readonly handle: string
  readonly share: string
  readonly pool: string
  readonly values: readonly string[]
  /** Of a shared licence: the handle that its row was written under. */
  readonly row: string | null
}

/**
 * Checkouts by handle. One that shares the licence of another takes none of its own: the licence is back when the last of them is, and
 * goes over to the next when its holder leaves before.
 */
export interface OpenCheckouts {
  find(handle: Handle, product: string | undefined): OpenCheckout | undefined
  /** Adds one. True: it took `count` licences; false: it shares. One of the same handle and product is closed before. */
  open(checkout: OpenCheckout, rows: CheckoutRows): boolean
  /** The checkout whose licences the last `open` took back, since its handle was used anew. */
  readonly reused: OpenCheckout | undefined
  /** True: its licences are free again; false: others share them. */
  close(checkout: OpenCheckout, rows: CheckoutRows): boolean
  clear(): void
  readonly size: number
  save(): readonly SavedCheckout[]
  restore(
    saved: readonly SavedCheckout[],
    holderOf: (values: readonly string[]) => Holder,
    detailOf: (handle: Handle) => number,
    poolOf: (pool: string) => Pool | undefined,
  ): void
}

/** @param detail the handle as the rows have it */
export const newCheckout = (
  handle: Handle,
  detail: number,
  share: Handle,
  holder: Holder,
  product: string,
  pool: Pool | undefined,
  count: number,
): OpenCheckout => ({ handle, detail, holder, product, pool, count, share, group: undefined, other: undefined })

export const createOpenCheckouts = (): OpenCheckouts => {
  const byHandle = new Map<Handle, OpenCheckout>()
  /** Shared handles that are not open themselves (checked out before the log began), with a checkout that named them. */
  const byShare = new Map<Handle, OpenCheckout>()
  /** Some handle is open twice, for different products. */
  let hasChains = false
  let reused: OpenCheckout | undefined
  const silent: CheckoutRows = { out: () => undefined, in: () => undefined }

  const find = (handle: Handle, product: string | undefined): OpenCheckout | undefined => {
    let found = byHandle.get(handle)
    while (found && product !== undefined && found.product !== product) found = found.other
    return found
  }
  const remove = (checkout: OpenCheckout): void => {
    if (!hasChains) {
      byHandle.delete(checkout.handle)
      return
    }
    const first = byHandle.get(checkout.handle)
    if (first !== checkout) for (let at = first; at; at = at.other) if (at.other === checkout) at.other = checkout.other
    if (first !== checkout) return
    if (checkout.other) byHandle.set(checkout.handle, checkout.other)
    else byHandle.delete(checkout.handle)
  }
  const open: OpenCheckouts['open'] = (checkout, rows) => {
    const { handle, product, share } = checkout
    const isNew = !byHandle.has(handle)
    const before = isNew ? undefined : find(handle, product)
    reused = before && close(before, rows) ? before : undefined
    const partner = share === handle ? undefined : (find(share, product) ?? byShare.get(share))
    if (!isNew && (!before || hasChains)) {
      checkout.other = byHandle.get(handle)
      if (checkout.other) hasChains = true
    }
    byHandle.set(handle, checkout)
    if (partner) {
      partner.group ??= { members: [partner], rowHandle: partner.handle, rowDetail: partner.detail }
      partner.group.members.push(checkout)
      checkout.group = partner.group
      return false
    }
    if (share !== handle) byShare.set(share, checkout)
    rows.out(checkout.holder, checkout.count, checkout.detail)
    return true
  }
  const close: OpenCheckouts['close'] = (checkout, rows) => {
    remove(checkout)
    const { group, holder, count, share } = checkout
    const isKnownByShare = byShare.size > 0 && byShare.get(share) === checkout
    if (group && group.members.length > 1) {
      const [lead] = group.members
      group.members = group.members.filter((member) => member !== checkout)
      const [next] = group.members as [OpenCheckout]
      if (isKnownByShare) byShare.set(share, next)
      if (lead !== checkout || next.holder.subject === holder.subject) return false
      rows.in(holder, count, group.rowDetail)
      rows.out(next.holder, count, next.detail)
      group.rowHandle = next.handle
      group.rowDetail = next.detail
      return false
    }
    if (isKnownByShare) byShare.delete(share)
    rows.in(holder, count, group?.rowDetail ?? checkout.detail)
    return true
  }
  return {
    find,
    open,
    close,
    get reused() {
      return reused
    },
    clear() {
      byHandle.clear()
      byShare.clear()
    },
    get size() {
      return byHandle.size
    },
    save: () =>
      [...byHandle.values()]
        .flatMap((first) => {
          const chain: OpenCheckout[] = []
          for (let at: OpenCheckout | undefined = first; at; at = at.other) chain.push(at)
          return chain.reverse()
        })
        .map(({ handle, product, pool, count, share, holder, group }) => ({
          handle: textOfHandle(handle),
          product,
          pool: pool?.number ?? '',
          count,
          share: textOfHandle(share),
          values: holder.values,
          row: group ? textOfHandle(group.rowHandle) : null,
        })),
    restore(saved, holderOf, detailOf, poolOf) {
      for (const one of saved) {
        const { product, count } = one
        const handle = handleOf(one.handle)
        const share = handleOf(one.share)
        const holder = holderOf(one.values)
        open(newCheckout(handle, detailOf(handle), share, holder, product, poolOf(one.pool), count), silent)
        const group = find(handle, product)?.group
        if (!group || one.row === null) continue
        group.rowHandle = handleOf(one.row)
        group.rowDetail = detailOf(group.rowHandle)
      }
    },
  }
}
