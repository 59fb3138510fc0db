/** Which visits of a history were read: ranges of their numbers and times, and some of them, by which the same history is known again. */
export interface HistoryMark {
  readonly ids: readonly [first: number, last: number]
  /** Microseconds since 1970. */
  readonly times: readonly [first: number, last: number]
  /** Visits evenly spread over all that were read, and the last one: number and time. */
  readonly anchors: readonly (readonly [id: number, time: number])[]
  /** Every so many visits one became an anchor. */
  readonly step: number
  readonly count: number
}

const mostAnchors = 400

/** Keeps the mark of a history while its visits are read. */
export const createHistoryMark = (from?: HistoryMark | null) => {
  let anchors = from ? [...from.anchors] : []
  let step = from?.step ?? 1
  let count = from?.count ?? 0
  let ids = from?.ids
  let times = from?.times
  let last: readonly [number, number] | undefined
  return {
    visit(id: number, time: number): void {
      if (count % step === 0) anchors.push([id, time])
      if (anchors.length > mostAnchors) {
        anchors = anchors.filter((_, i) => i % 2 === 0)
        step *= 2
      }
      count++
      last = [id, time]
      ids = ids ? [Math.min(ids[0], id), Math.max(ids[1], id)] : [id, id]
      times = times ? [Math.min(times[0], time), Math.max(times[1], time)] : [time, time]
    },
    /** Null before the first visit. */
    save: (): HistoryMark | null =>
      ids && times ? { ids, times, anchors: last ? [...anchors, last] : anchors, step, count } : null,
  }
}

export const holdsVisit = ({ ids, times }: HistoryMark, id: number, time: number): boolean =>
  id >= ids[0] && id <= ids[1] && time >= times[0] && time <= times[1]
