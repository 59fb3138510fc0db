/** Who holds something: the subject's number, and its attributes in their order, to be made anew in a later run. */
export interface Holder {
  readonly subject: number
  readonly values: readonly string[]
}

export interface OpenCheckout {
  readonly handle: string
  /** Text id of the handle, for the rows. */
  readonly detail: number
  readonly holder: Holder
  readonly product: string
  readonly pool: string
  readonly count: number
  /** The handle that it shares the licence of; its own where it shares none. */
  readonly share: string
  group: ShareGroup | undefined
  /** Another one of the same handle and a different product. */
  other: OpenCheckout | undefined
}

/** Checkouts that share one licence. The first member is who holds it, under the handle of the row that was written. */
interface ShareGroup {
  members: OpenCheckout[]
  rowDetail: number
  rowHandle: string
}

/** What is to be written: a licence goes to a holder, or comes back from one. */
export interface CheckoutRows {
  out(holder: Holder, count: number, detail: number): void
  in(holder: Holder, count: number, detail: number): void
}

export type SavedCheckout = Pick<OpenCheckout, 'handle' | 'product' | 'pool' | 'count' | 'share'> & {
  readonly values: readonly string[]
  /** Of a shared licence: the handle that its row was written under. */
  readonly row: string | null
}

/**
 * Checkouts by handle. One that shares the licence of another takes none of its own: the licence is back when the last of them is, and
 * goes over to the next when its holder leaves before.
 */
export interface OpenCheckouts {
  find(handle: string, product: string | undefined): OpenCheckout | undefined
  /** Adds one. True: it took `count` licences; false: it shares. */
  open(checkout: Omit<OpenCheckout, 'group' | 'other'>, rows: CheckoutRows): boolean
  /** True: its licences are free again; false: others share them. */
  close(checkout: OpenCheckout, rows: CheckoutRows): boolean
  clear(): void
  readonly size: number
  all(): Iterable<OpenCheckout>
  save(): readonly SavedCheckout[]
  restore(
    saved: readonly SavedCheckout[],
    holderOf: (values: readonly string[]) => Holder,
    textOf: (text: string) => number,
  ): void
}

export const createOpenCheckouts = (): OpenCheckouts => {
  const byHandle = new Map<string, OpenCheckout>()
  /** Shared handles that are not open themselves (checked out before the log began), with a checkout that named them. */
  const byShare = new Map<string, OpenCheckout>()
  const silent: CheckoutRows = { out: () => undefined, in: () => undefined }

  const find = (handle: string, product: string | undefined): OpenCheckout | undefined => {
    let found = byHandle.get(handle)
    while (found && product !== undefined && found.product !== product) found = found.other
    return found
  }
  const remove = (checkout: OpenCheckout): void => {
    const first = byHandle.get(checkout.handle)
    if (first === checkout) {
      if (checkout.other) byHandle.set(checkout.handle, checkout.other)
      else byHandle.delete(checkout.handle)
      return
    }
    for (let at = first; at; at = at.other) if (at.other === checkout) at.other = checkout.other
  }
  const open: OpenCheckouts['open'] = ({ handle, detail, holder, product, pool, count, share }, rows) => {
    const partner = share === handle ? undefined : (find(share, product) ?? byShare.get(share))
    const checkout: OpenCheckout = {
      handle,
      detail,
      holder,
      product,
      pool,
      count,
      share,
      group: undefined,
      other: byHandle.get(handle),
    }
    byHandle.set(handle, checkout)
    if (partner) {
      partner.group ??= { members: [partner], rowHandle: partner.handle, rowDetail: partner.detail }
      partner.group.members.push(checkout)
      checkout.group = partner.group
      return false
    }
    if (share !== handle) byShare.set(share, checkout)
    rows.out(holder, count, detail)
    return true
  }
  return {
    find,
    open,
    close(checkout, rows) {
      remove(checkout)
      const { group, holder, count } = checkout
      if (group && group.members.length > 1) {
        const [lead] = group.members
        group.members = group.members.filter((member) => member !== checkout)
        const [next] = group.members as [OpenCheckout]
        if (byShare.get(checkout.share) === checkout) byShare.set(checkout.share, next)
        if (lead !== checkout || next.holder.subject === holder.subject) return false
        rows.in(holder, count, group.rowDetail)
        rows.out(next.holder, count, next.detail)
        group.rowHandle = next.handle
        group.rowDetail = next.detail
        return false
      }
      if (byShare.get(checkout.share) === checkout) byShare.delete(checkout.share)
      rows.in(holder, count, group?.rowDetail ?? checkout.detail)
      return true
    },
    clear() {
      byHandle.clear()
      byShare.clear()
    },
    get size() {
      return byHandle.size
    },
    *all() {
      for (const first of byHandle.values()) for (let at: OpenCheckout | undefined = first; at; at = at.other) yield at
    },
    save: () =>
      [...byHandle.values()]
        .flatMap((first) => {
          const chain: OpenCheckout[] = []
          for (let at: OpenCheckout | undefined = first; at; at = at.other) chain.push(at)
          return chain.reverse()
        })
        .map(({ handle, product, pool, count, share, holder, group }) => ({
          handle,
          product,
          pool,
          count,
          share,
          values: holder.values,
          row: group?.rowHandle ?? null,
        })),
    restore(saved, holderOf, textOf) {
      for (const one of saved) {
        open({ ...one, holder: holderOf(one.values), detail: textOf(one.handle) }, silent)
        const group = find(one.handle, one.product)?.group
        if (!group || one.row === null) continue
        group.rowHandle = one.row
        group.rowDetail = textOf(one.row)
      }
    },
  }
}
