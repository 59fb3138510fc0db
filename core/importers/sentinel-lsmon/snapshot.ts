import { capacityUncounted } from '../../facts/derived-day.ts'
import type { LicenceLooks } from '../polling/licence-looks.ts'
import type { UsageWriter } from '../usage-importer.ts'

export interface Client {
  user: string
  host: string
  isWaiting: boolean
  isCommuter: boolean
}

export interface Feature {
  readonly server: string
  readonly name: string
  version: string
  /** NaN: not stated. */
  licences: number
  inUse: number
  waiting: number
  readonly clients: Client[]
}

/** What the server says where there is no limit: before and since version 9.5. */
const unlimited = new Set([2_097_150, 4_294_967_294, 4_294_967_295])

/** Licences of a limit, `capacityUncounted` for none; NaN where it is no number. */
export const limitOf = (text: string): number => {
  if (/^(?:unlimited|infinite|no limit)/i.test(text)) return capacityUncounted
  if (!/^\d{1,10}$/.test(text)) return Number.NaN
  const limit = Number(text)
  return unlimited.has(limit) || limit >= 2 ** 31 - 1 ? capacityUncounted : limit
}

/** Gives the features of one look at one server: licences of one name and version are added up. */
export const lookAt = (writer: UsageWriter, looks: LicenceLooks, features: readonly Feature[]): void => {
  const capacity = new Map<number, number>()
  for (const feature of features) {
    const series = {
      server: feature.server,
      manager: 'Sentinel RMS',
      feature: feature.name,
      version: feature.version,
    }
    const subject = writer.subject('licence', series)
    if (!Number.isNaN(feature.licences)) {
      const before = capacity.get(subject) ?? 0
      const isUncounted = before === capacityUncounted || feature.licences === capacityUncounted
      capacity.set(subject, isUncounted ? capacityUncounted : before + feature.licences)
    }
    for (const { user, host, isWaiting, isCommuter } of unshared(feature)) {
      const holder = writer.subject('licence', { ...series, user, host, state: isCommuter ? '1' : '' })
      if (isWaiting) looks.waiting(holder, 1)
      else looks.holding(holder, 1)
    }
    // Tools that name nobody still tell how many are in use.
    if (feature.clients.length === 0 && feature.inUse > 0) looks.holding(subject, feature.inUse)
    if (feature.clients.length === 0 && feature.waiting > 0) looks.waiting(subject, feature.waiting)
  }
  for (const [subject, licences] of capacity) looks.capacity(subject, licences)
}

/** Clients may share a licence: where more are listed than licences are in use, those of one user on one host are one. */
const unshared = ({ clients, inUse }: Feature): readonly Client[] => {
  let over = clients.filter(({ isWaiting }) => !isWaiting).length - inUse
  if (!(inUse > 0) || over <= 0) return clients
  const seen = new Set<string>()
  return clients.filter(({ user, host, isWaiting }) => {
    const holder = `${user}\t${host}`
    if (isWaiting || over <= 0 || !seen.has(holder)) {
      if (!isWaiting) seen.add(holder)
      return true
    }
    over--
    return false
  })
}
