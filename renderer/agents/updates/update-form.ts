import type { UpdateSettings } from '../../../core/contract/updates.ts'

type NumberName = Exclude<keyof UpdateSettings, 'automatic' | 'window' | 'waves'>

interface NumberField {
  readonly name: NumberName
  readonly label: string
  readonly unit: string
  readonly least: number
  readonly most: number
  /** The setting's units in one that is shown. */
  readonly factor: number
}

const field = (
  name: NumberName,
  label: string,
  unit: string,
  least: number,
  most: number,
  factor = 1,
): NumberField => ({
  name,
  label,
  unit,
  least,
  most,
  factor,
})

/** With the limits of core/contract/updates.ts. */
export const numberFields: readonly NumberField[] = [
  field('stopAfterFailures', 'Stop after failures', 'agents', 1, 1000),
  field('stopAfterPercent', 'Or after a share of a wave', '%', 1, 100),
  field('attempts', 'Tries per agent', '', 1, 10),
  field('soakSeconds', 'Between two waves', 's', 0, 86_400),
  field('offerIntervals', 'An offer waits', 'intervals', 2, 100),
  field('downloadStallSeconds', 'A download may stall', 's', 30, 3600),
  field('installSeconds', 'Installing may take', 's', 30, 3600),
  field('restartSeconds', 'Restarting may take', 's', 30, 3600),
  field('totalRate', 'All downloads together', 'MB/s', 10_000, 10_000_000_000, 1_000_000),
  field('agentRate', 'One download', 'MB/s', 10_000, 10_000_000_000, 1_000_000),
]

export const weekDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

export interface UpdateForm {
  readonly hasWindow: boolean
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
  readonly waves: string
  /** As typed. */
  readonly numbers: { readonly [Name in NumberName]: number | string }
}

export const toUpdateForm = (settings: UpdateSettings): UpdateForm => ({
  hasWindow: settings.window !== null,
  days: settings.window?.days ?? [1, 2, 3, 4, 5],
  from: settings.window?.from ?? '22:00',
  to: settings.window?.to ?? '05:00',
  waves: settings.waves.join(', '),
  numbers: Object.fromEntries(numberFields.map(({ name, factor }) => [name, settings[name] / factor])) as {
    [Name in NumberName]: number
  },
})

/** `5, 25, 100`; undefined unless they grow up to 100. */
export const readShares = (text: string): number[] | undefined => {
  const shares = text
    .split(/[\s,;%]+/)
    .filter(Boolean)
    .map(Number)
  const grows = shares.every((share, index) => share > (shares[index - 1] ?? 0.99) && share <= 100)
  return grows && shares.length <= 10 && shares.at(-1) === 100 ? shares : undefined
}

/** `22:00` */
export const isClock = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** @returns undefined while something is missing or out of its limits */
export const readUpdateForm = (form: UpdateForm): Omit<UpdateSettings, 'automatic'> | undefined => {
  const waves = readShares(form.waves)
  const { hasWindow, days, from, to } = form
  if (!waves || (hasWindow && (days.length === 0 || !isClock(from) || !isClock(to) || from === to))) return undefined
  const numbers = {} as { [Name in NumberName]: number }
  for (const { name, least, most, factor } of numberFields) {
    const typed = form.numbers[name]
    if (typeof typed !== 'number') return undefined
    const value = Math.round(typed * factor)
    if (value < least || value > most) return undefined
    numbers[name] = value
  }
  return { ...numbers, waves, window: hasWindow ? { days: [...days], from, to } : null }
}
