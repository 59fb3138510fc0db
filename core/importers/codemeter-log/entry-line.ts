/** One entry: 2026-01-02T08:14:00 Access Server:"lic01", LicenseID:3, AccessID:12, Client:"ws-107", User:"k.osei", AppID:0, AppText:"" */
export interface Entry {
  /** Seconds since 1970, UTC; NaN where the date is none. */
  readonly time: number
  readonly kind: string
  /** Keys in small letters. */
  readonly fields: ReadonlyMap<string, string>
  /** What stands behind the fields: `CodeMeter_started`. */
  readonly rest: string
}

const start =
  /^(\d{4})-(\d\d)-(\d\d)[T -](\d\d):?(\d\d):?(\d\d)(?:\.\d+)?Z?\s+([A-Za-z][A-Za-z ]*?)(?=\s+[A-Za-z]+:|\s*$|\s+CodeMeter_)/
const field = /([A-Za-z]+): ?(?:"((?:[^"]|""|\\")*)"|([^,\s"]*)),?/g

export const entryOf = (line: string): Entry | undefined => {
  const found = start.exec(line)
  if (!found) return undefined
  const [whole, year, month, day, hour, minute, second, kind] = found as unknown as string[]
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const isTime =
    date.getUTCMonth() === Number(month) - 1 && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61
  const body = line.slice((whole as string).length)
  const fields = new Map<string, string>()
  for (const [, key, quoted, plain] of body.matchAll(field))
    fields.set((key as string).toLowerCase(), quoted === undefined ? (plain ?? '') : quoted.replace(/""|\\"/g, '"'))
  return {
    time: isTime ? date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) : Number.NaN,
    kind: (kind as string).replaceAll(' ', '').toLowerCase(),
    fields,
    rest: body.replace(field, ' ').trim(),
  }
}
