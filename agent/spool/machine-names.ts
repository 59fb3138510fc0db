/** What the machine was called from which record on. */
export interface MachineName {
  readonly host: string
  readonly from: number
}

/**
 * A machine may be renamed while records of it wait. They name it as it was then, and the console takes only what names the machine that
 * sends it: so each goes out under the name of its time. Names are in the order of their records.
 */
export const nameAt = (names: readonly MachineName[], sequence: number): string =>
  (names.findLast(({ from }) => from <= sequence) ?? names[0])?.host ?? ''

/** The last sequence that may go out together with this one. */
export const endOfName = (names: readonly MachineName[], sequence: number): number =>
  (names.find(({ from }) => from > sequence)?.from ?? Number.POSITIVE_INFINITY) - 1

/** With what the machine is called from now on; empty: nobody says. @param next the sequence of the record that comes next */
export const withName = (names: readonly MachineName[], host: string, next: number): readonly MachineName[] =>
  host === '' || names.at(-1)?.host === host
    ? names
    : [...names.filter(({ from }) => from < next), { host, from: next }]

/** Without those whose records are all gone. */
export const withoutPast = (names: readonly MachineName[], acknowledged: number): readonly MachineName[] =>
  names.filter((_, index) => (names[index + 1]?.from ?? Number.POSITIVE_INFINITY) > acknowledged + 1)
