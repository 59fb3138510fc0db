/** Monday first. Apart from the schemas: a page uses it too, and takes none of the validation along. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]
