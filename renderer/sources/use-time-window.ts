import { useMemo } from 'react'
import { navigate, usePlace } from '../navigation.ts'
import { clockOf, type Span, windowAt, type Zoom, zooms } from './time-window.ts'

export interface ShownWindow {
  readonly zoom: Zoom
  readonly window: Span
  readonly show: (zoom: Zoom, at: number) => void
}

const dateOf = (at: number, zone: string): string => new Date(clockOf(zone).toWall(at)).toISOString().slice(0, 10)

/** The query of an address that shows the year, month or day of an instant. */
export const windowQuery = (zoom: Zoom, at: number, zone: string): string =>
  zoom === 'all' ? '' : `?${new URLSearchParams({ zoom, at: dateOf(at, zone) })}`

/** What the time line shows, kept in the address: reload, back and a copied address lead to the same span. */
export const useTimeWindow = (extent: Span, zone: string): ShownWindow => {
  const { path, query } = usePlace()
  const asked = query.get('zoom')
  const at = query.get('at') ?? ''
  const { from, to } = extent
  return useMemo(() => {
    const wall = Date.parse(`${at}T00:00:00Z`)
    const zoom = Number.isNaN(wall) ? 'all' : (zooms.find((each) => each === asked) ?? 'all')
    const whole = { from, to }
    const window = windowAt(zoom, zoom === 'all' ? from : clockOf(zone).toInstant(wall), whole, zone)
    return {
      zoom,
      window,
      show: (next, instant) => navigate(`${path}${windowQuery(next, instant, zone)}`, { replace: true }),
    }
  }, [asked, at, from, to, zone, path])
}
