import type { Settings } from '../../core/contract/application.ts'
import { count } from '../formats.ts'
import { quietText } from './quiet-hours.ts'
import type { SettingName } from './settings-store.ts'

const themes: { readonly [K in Settings['theme']]: string } = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
}

const calendarWords = (calendar: Settings['primeTime']): string => {
  if (calendar === null) return 'no calendar'
  const days = new Set(calendar.ranges.flatMap(({ days }) => days)).size
  return `${count(days, 'day')} a week, ${count(calendar.holidays.length, 'day')} off`
}

/** A value of a setting in a few words: for its default, and for what another window made of it. */
export const valueWords = <Name extends SettingName>(name: Name, value: Settings[Name]): string => {
  switch (name) {
    case 'theme':
      return themes[value as Settings['theme']]
    case 'denialBefore':
    case 'denialAfter':
      return count(value as number, 'second')
    case 'queueHours':
      return count(value as number, 'hour')
    case 'retentionMonths':
      return value === 0 ? 'everything is kept' : count(value as number, 'month')
    case 'eventDays':
      return value === 0 ? 'everything is kept' : count(value as number, 'day')
    case 'quietHours':
      return quietText(value as Settings['quietHours']) || 'none'
    case 'primeTime':
      return calendarWords(value as Settings['primeTime'])
    default:
      return value === '' ? 'empty' : String(value)
  }
}
