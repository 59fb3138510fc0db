import { capacityUncounted } from '../../facts/derived-day.ts'
import type { RecordFields } from './record-fields.ts'

/** A pool of licences: what `PRODUCT` lists under a number. */
export interface Pool {
  readonly number: string
  product: string
  version: string
  /** Licences of open checkouts that this log knows of. */
  use: number
  /** What the log says beyond that; null: not compared yet. */
  beyond: number | null
}

export interface SeriesCapacity {
  readonly product: string
  readonly version: string
  /** Licences of all its pools together. */
  readonly licences: number
}

export interface ProductPools {
  /** `PRODUCT` lines come as a block after a start or a reread: the first of a block forgets what was listed before. */
  list(pool: string, product: string, version: string, count: number): void
  readonly isInBlock: boolean
  /** The block is over: what changed, products that are no longer listed with 0 licences. */
  endBlock(): readonly SeriesCapacity[]
  all(): readonly SeriesCapacity[]
  get(pool: string): Pool | undefined
  /**
   * The licence's version where a record states the one that was asked for: that of its pool; without a pool, that of the product's only
   * version. Of several it is the one that was asked for where there is such a one, else empty: it cannot be told.
   */
  versionOf(product: string, pool: string | undefined, stated: string): string
  /**
   * Licences were taken (negative: given back), and the log says how many of the pool are in use then. False: that is not what was known
   * before plus these; what is known is then put right, so that a line that is missing is told once.
   */
  agrees(pool: Pool | undefined, taken: number, stated: number): boolean
  /** The counting begins anew; `isComplete`: from nothing, since all that is in use is listed. */
  restart(isComplete: boolean): void
  save(): PoolsState
}

export interface PoolsState {
  readonly pools: readonly (readonly [string, Pool])[]
  readonly told: readonly SeriesCapacity[]
  readonly isComplete: boolean
}

export const createProductPools = (saved?: PoolsState): ProductPools => {
  let pools = new Map<string, Pool>(saved?.pools.map(([pool, of]) => [pool, { ...of }]))
  let told = new Map(saved?.told.map((series) => [keyOf(series), series]))
  let listed: Map<string, SeriesCapacity> | undefined
  let before: Map<string, Pool> | undefined
  let isComplete = saved?.isComplete ?? false

  return {
    list(pool, product, version, count) {
      if (!listed) {
        listed = new Map()
        before = pools
        pools = new Map()
      }
      const known = before?.get(pool)
      const isSame = known?.product === product && known.version === version
      pools.set(pool, isSame ? known : { number: pool, product, version, use: 0, beyond: isComplete ? 0 : null })
      const key = keyOf({ product, version })
      const sum = listed.get(key)?.licences ?? 0
      const licences = count === 0 || sum === capacityUncounted ? capacityUncounted : sum + count
      listed.set(key, { product, version, licences })
    },
    get isInBlock() {
      return listed !== undefined
    },
    endBlock() {
      if (!listed) return []
      const changed = [...listed.values()].filter((series) => told.get(keyOf(series))?.licences !== series.licences)
      for (const [key, series] of told)
        if (!listed.has(key) && series.licences !== 0) {
          listed.set(key, { ...series, licences: 0 })
          changed.push({ ...series, licences: 0 })
        }
      told = listed
      listed = undefined
      before = undefined
      return changed
    },
    all: () => [...told.values()],
    get: (pool) => pools.get(pool),
    versionOf(product, pool, stated) {
      const of = pool === undefined ? undefined : pools.get(pool)
      if (of?.product === product) return of.version
      const versions = new Set<string>()
      for (const other of pools.values()) if (other.product === product) versions.add(other.version)
      if (versions.size === 0 || versions.has(stated)) return stated
      return versions.size === 1 ? ([...versions][0] as string) : ''
    },
    agrees(of, taken, stated) {
      if (!of) return true
      of.use += taken
      if (Number.isNaN(stated)) return true
      const beyond = stated - of.use
      const isRight = of.beyond === null || of.beyond === beyond
      of.beyond = beyond
      return isRight
    },
    restart(complete) {
      isComplete = complete
      for (const pool of pools.values()) {
        if (complete) pool.use = 0
        pool.beyond = complete ? 0 : null
      }
    },
    save: () => ({
      pools: [...pools].map(([pool, of]) => [pool, { ...of }] as const),
      told: [...told.values()],
      isComplete,
    }),
  }
}

/**
 * Attributes of who holds a product, in their order. `requested` is the version that a record says was asked for; else it is the stated one,
 * where it is not that of the licence.
 */
export const holderValues = (
  place: readonly [server: string, daemon: string],
  { texts }: RecordFields,
  first: number,
  hasPool: boolean,
  licensed: string,
  requested: string,
  state: string,
): readonly string[] => {
  const [product = '', stated = ''] = texts.slice(first)
  const user = first + (hasPool ? 3 : 2)
  const application = requested !== '' ? requested : licensed === stated ? '' : stated
  return [...place, 'RLM', '', product, licensed, texts[user] ?? '', texts[user + 1] ?? '', application, '', state]
}

const keyOf = ({ product, version }: { readonly product: string; readonly version: string }): string =>
  `${product}\t${version}`
