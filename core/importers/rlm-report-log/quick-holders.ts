import type { Holder, OpenCheckout } from './open-checkouts.ts'
import type { QuickRecord } from './quick-scan.ts'

type QuickProduct = Pick<OpenCheckout, 'product' | 'pool'> & {
  readonly words: string
  /** By the person's number. */
  readonly holders: (Holder | undefined)[]
}

/**
 * Holders by the words of a usual `OUT` line: those about the product and those about the person are looked up each for themselves. A log
 * has few of either and very many pairs, which would not stay in the processor's cache.
 */
export interface QuickHolders {
  /** Whether the line's product and person were met together before; they are then `product` and `holder`. */
  find(quick: QuickRecord, line: string): boolean
  readonly product: QuickProduct
  readonly holder: Holder
  add(quick: QuickRecord, line: string, product: string, pool: QuickProduct['pool'], holder: Holder): void
  clear(): void
}

export const createQuickHolders = (): QuickHolders => {
  const products = new Map<number, QuickProduct>()
  const persons = new Map<number, { readonly words: string; readonly number: number }>()
  let personsMet = 0
  let product: QuickProduct | undefined
  let holder: Holder | undefined
  /** The words that the two numbers stand for; another pair of the same number takes the place of the first. */
  const findProduct = (quick: QuickRecord, line: string): QuickProduct | undefined => {
    const found = products.get(quick.product)
    return found && found.words.length === quick.personAt && line.startsWith(found.words) ? found : undefined
  }
  const findPerson = (quick: QuickRecord, line: string): number => {
    const found = persons.get(quick.person)
    return found && line.startsWith(found.words, quick.personAt) ? found.number : -1
  }
  // Copied, so that the whole line is not kept.
  const copy = (text: string): string => Buffer.from(text).toString()

  return {
    find(quick, line) {
      product = findProduct(quick, line)
      const person = product ? findPerson(quick, line) : -1
      holder = person < 0 ? undefined : product?.holders[person]
      return holder !== undefined
    },
    get product() {
      return product as QuickProduct
    },
    get holder() {
      return holder as Holder
    },
    add(quick, line, name, pool, of) {
      let known = findProduct(quick, line)
      if (!known) {
        known = { words: copy(line.slice(0, quick.personAt)), product: copy(name), pool, holders: [] }
        products.set(quick.product, known)
      }
      let person = findPerson(quick, line)
      if (person < 0) {
        person = personsMet++
        // With the quote, so that a longer name is another one.
        persons.set(quick.person, { words: copy(line.slice(quick.personAt, quick.quoteAt + 1)), number: person })
      }
      known.holders[person] = of
    },
    clear() {
      products.clear()
      persons.clear()
    },
  }
}
