import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { statedInstant } from '../polling/stated-instant.ts'
import type { UsageFormat, UsageReader } from '../usage-importer.ts'

interface Product {
  readonly vendor: string
  name: string
  version: string
  licences?: number
  used?: number
  server: string
  readonly line: number
  readonly text: string
}

interface State {
  readonly snapshots: PolledState
}

const manager = 'LUM'
const mostLicences = 2 ** 31 - 1
/** `  In Use Licenses:              3.00`, `  Start Date:    Jan 02 1970 01:00:00         Exp. Date: Jan 18 2038 04:14:07` */
const keyed = /^\s*([A-Z][\w .()/-]*?):(?:\s+(.*?))?\s*$/
const knownKeys =
  /^(?:Vendor ID|Product ID|Bundle Component|Serial Number|Capacity Type|Start Date|Exp\. Date|TimeStamp|Annotation|Multi-Use Rules|Security Level|Threshold|Soft Stop|Try and Buy|Import Date|Policy Bundle|Password Duration|Distributed Licenses|Hard Stop.*|High Watermark.*|Custom Configuration.*|Target .*|Enrolled .*|Reservable.*|.*Licenses?)$/i

const otherLines: readonly (readonly [RegExp, string])[] = [
  [/^\s*[-=]{3,}(?:.*[-=]{3,})?\s*$/, 'separator'],
  [/^\s*\d+\s+.*License\(s\)\s*$/, 'kind of licence'],
]

/** Reads what `i4blt -lp -i` prints: products with the number of licences and how many are in use, by whom it does not say. */
export const createLumReader: UsageFormat['createReader'] = (writer, resume, startDay): UsageReader => {
  const snapshots = createPolledSnapshots(writer, (resume as State | undefined)?.snapshots, startDay)
  let products: Product[] = []
  let vendor: string | undefined
  let product: Product | undefined
  let hasContent = false

  const write = ({ vendor: daemon, name, version, licences, used, server, line, text }: Product, server0: string) => {
    const at = server || server0
    const looks = snapshots.looks(at)
    if (!looks) return snapshots.refuse(line, text)
    writer.daemon(daemon)
    const subject = writer.subject('licence', { server: at, daemon, manager, feature: name, version })
    if (licences !== undefined) snapshots.capacity(at, subject, licences)
    if (used !== undefined && used > 0) looks.holding(subject, used)
    writer.used('product')
  }
  const close = (): void => {
    // What names no server is served by the one of the other products.
    const server = products.find((each) => each.server !== '')?.server ?? ''
    const asked = new Set<string>()
    for (const each of products) {
      const at = each.server || server
      const key = `${at}\0${each.vendor}`
      if (!asked.has(key))
        snapshots.looks(at)?.server(writer.subject('server', { server: at, daemon: each.vendor, manager }), true)
      asked.add(key)
      write(each, server)
    }
    products = []
    vendor = undefined
    product = undefined
    snapshots.close()
    hasContent = false
  }
  const count = (value: string): number | undefined => {
    const number = /^\d+(?:\.\d+)?$/.test(value) ? Math.ceil(Number(value)) : Number.NaN
    return number <= mostLicences ? number : undefined
  }
  const number = (key: 'licences' | 'used', value: string, line: number, text: string) => {
    const stated = count(value)
    if (!product) return writer.reject('no-product', line, text)
    if (stated === undefined) return writer.reject('not-a-count', line, text)
    product[key] = stated
    writer.ignored('number')
  }
  const said = (key: string, value: string, line: number, text: string): boolean => {
    if (key === 'Vendor Name') {
      vendor = value
      product = undefined
    } else if (key === 'Product Name') {
      product = { vendor: vendor ?? '', name: value, version: '', server: '', line, text }
      products.push(product)
    } else if (key === 'Product Version' && product) product.version = value
    else if (key === 'Server' && product) {
      const server = value.replace(/^(?:ip|ncs):/i, '')
      product.server ||= server
      writer.server(server)
    } else if (key === 'Licenses' || key === 'In Use Licenses') {
      number(key === 'Licenses' ? 'licences' : 'used', value, line, text)
      return true
    } else if (!knownKeys.test(key)) return false
    writer.ignored('about a product')
    return true
  }

  return {
    line(text, line) {
      if (text.trim() === '') return writer.ignored('blank line')
      if (/^\s*===\s+P r o d u c t s\s+===/.test(text)) {
        if (hasContent) close()
        return writer.ignored('banner')
      }
      // `TimeStamp: 1124104374` is the licence's own number.
      const of = /^\s*TimeStamp:/.test(text) && product ? null : statedInstant(text)
      if (of) {
        close()
        snapshots.stamp(of)
        return writer.ignored('date')
      }
      const other = otherLines.find(([pattern]) => pattern.test(text))
      if (other) return writer.ignored(other[1])
      hasContent = true
      const parts = keyed.exec(text)
      if (!parts || !said(parts[1] as string, parts[2] ?? '', line, text)) writer.reject('unknown-line', line, text)
    },
    get settled() {
      return !hasContent
    },
    flush: snapshots.flush,
    finish() {
      close()
      snapshots.finish()
    },
    save: (): State => ({ snapshots: snapshots.save() }),
  }
}
