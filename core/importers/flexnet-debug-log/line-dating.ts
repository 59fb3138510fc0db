/**
 * Dates for lines that carry only a time of day (semantics page, "Dates").
 *
 *   undated ──first date──▶ dated ──start block──▶ in block ──date──▶ dated
 *
 * Wall times are naive seconds since 1970. While lines wait for a date they get provisional times; once the date is
 * known, `settle` says by how many seconds (a multiple of a day) all of them move.
 */
export interface LineDating {
  /** Places a line by its time of day alone: nearest after the line before, at most one hour before it. */
  place(secondOfDay: number): number
  /** Places a line that states its instant. */
  placeStated(wall: number): Settled
  /** Takes back the last `place`: the line counts for nothing. */
  undo(last: number | undefined): void
  /** The line just placed is the first of a start block: it and what follows wait for the block's own date. */
  beginBlock(wallOfFirst: number, wallBefore: number | undefined): void
  /** No date came inside the block after all: its lines stand where the rule for undated lines put them. */
  abandonBlock(): void
  readonly waiting: 'no' | 'file' | 'block'
  readonly last: number | undefined
  save(): DatingState
}

export interface Settled {
  readonly wall: number
  /** Seconds by which the waiting lines move; 0 when none waits. */
  readonly shift: number
  /** The file's time went back by more than an hour: a new piece begins, at the first waiting line or else at this one. */
  readonly newPiece: boolean
}

export interface DatingState {
  readonly last: number | null
  readonly dated: boolean
}

const hour = 3600
const day = 86400

export const createLineDating = (from: DatingState = { last: null, dated: false }): LineDating => {
  let last: number | undefined = from.last ?? undefined
  let waiting: 'no' | 'file' | 'block' = from.dated ? 'no' : 'file'
  let blockFirst = 0
  let beforeBlock: number | undefined

  return {
    get waiting() {
      return waiting
    },
    get last() {
      return last
    },
    place(secondOfDay) {
      if (last === undefined) {
        last = secondOfDay
        return last
      }
      const before = ((last % day) + day) % day
      let step = secondOfDay - before
      if (step < -hour) step += day
      else if (step >= day - hour) step -= day
      last += step
      return last
    },
    placeStated(wall) {
      if (waiting === 'file') {
        // Backward dating: the steps between the waiting lines stand, the whole stretch moves.
        const shift = last === undefined ? 0 : wall - this.place(((wall % day) + day) % day)
        waiting = 'no'
        last = wall
        return { wall, shift, newPiece: false }
      }
      if (waiting === 'block') {
        const shift = wall - this.place(((wall % day) + day) % day)
        waiting = 'no'
        last = wall
        return { wall, shift, newPiece: beforeBlock !== undefined && blockFirst + shift < beforeBlock - hour }
      }
      const newPiece = last !== undefined && wall < last - hour
      last = wall
      return { wall, shift: 0, newPiece }
    },
    undo(before) {
      last = before
    },
    beginBlock(wallOfFirst, wallBefore) {
      if (waiting !== 'no') return
      waiting = 'block'
      blockFirst = wallOfFirst
      beforeBlock = wallBefore
    },
    abandonBlock() {
      if (waiting === 'block') waiting = 'no'
    },
    save: () => ({ last: last ?? null, dated: waiting !== 'file' }),
  }
}
