import { createStore } from 'zustand/vanilla'
import type {
  CapacityCourse,
  CapacityEntry,
  ExpiringLicences,
  LicenceFile,
  LicenceFileDetail,
  TypedCapacity,
} from '../../core/contract/capacity.ts'
import type { Client } from '../../core/contract/client.ts'
import type { Params } from '../../core/contract/contract.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { addDays, localDate } from '../reports/report-period.ts'
import { type FeatureName, keyOf } from './feature-name.ts'

/** The highest use of each feature in the last days of the data, or before the day asked for. */
export interface Peaks {
  /** First and last day, for whoever asks which days these are. */
  readonly from: string
  readonly to: string
  readonly byFeature: ReadonlyMap<string, Peak>
}

export interface Peak {
  readonly licences: number
  /** Percent of what was available at that moment, the highest; `null`: no number was known. */
  readonly utilisation: number | null
}

export interface LicencesState {
  readonly entries?: readonly CapacityEntry[]
  readonly files?: readonly LicenceFile[]
  /** What ends within `expiryDays`, or has ended within as many days before. */
  readonly ending?: readonly ExpiringLicences[]
  readonly peaks?: Peaks
  readonly error?: unknown
  /** The feature on show and all that is known of its number. */
  readonly course?: CapacityCourse
  readonly typed?: readonly TypedCapacity[]
  readonly courseError?: unknown
  /** The licence file on show. */
  readonly file?: LicenceFileDetail
  readonly fileError?: unknown
  /** `at`: an ISO date; left out: now. */
  readonly watch: (at: string | undefined) => () => void
  readonly watchFeature: (name: FeatureName) => () => void
  readonly watchFile: (importId: number) => () => void
  readonly reload: () => void
  readonly add: (typed: Params<'capacity.add'>) => Promise<TypedCapacity>
  /** @returns what it was before */
  readonly change: (change: Params<'capacity.change'>) => Promise<TypedCapacity>
  readonly remove: (id: number) => Promise<TypedCapacity>
}

/** Days around today in which the end of a licence is told. */
export const expiryDays = 30
/** Days of the data whose peak is held against the number. */
export const peakDays = 30
const mostPeaks = 10_000

export const createLicencesStore = (api: Client) =>
  createStore<LicencesState>((set, get) => {
    let at: string | undefined
    let feature: FeatureName | undefined
    let importId: number | undefined

    const loadList = oneAtATime(async () => {
      try {
        const [entries, files, ending] = await Promise.all([
          api.call('capacity.list', at === undefined ? {} : { at }),
          api.call('capacity.files', {}),
          api.call('capacity.expiring', { days: expiryDays }),
        ])
        set({ entries, files, ending, error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 300)

    /** Asked of the report everybody else reads: the same number stands there. */
    const loadPeaks = oneAtATime(async () => {
      const peaks = await readPeaks(api, at).catch(() => undefined)
      if (peaks) set({ peaks })
    }, 2000)

    const loadFeature = oneAtATime(async () => {
      const asked = feature
      if (!asked) return
      try {
        const [course, typed] = await Promise.all([api.call('capacity.course', asked), api.call('capacity.typed', {})])
        if (asked !== feature) return
        set({ course, typed: typed.filter((it) => keyOf(it) === keyOf(asked)), courseError: undefined })
      } catch (courseError) {
        if (asked === feature) set({ courseError })
      }
    }, 200)

    const loadFile = oneAtATime(async () => {
      const asked = importId
      if (asked === undefined) return
      try {
        const file = await api.call('capacity.file', { importId: asked })
        if (asked === importId) set({ file, fileError: undefined })
      } catch (fileError) {
        if (asked === importId) set({ fileError })
      }
    }, 200)

    const listen = (load: () => void) => {
      const ends = [api.on('capacity.changed', load), api.on('imports.changed', load)]
      return () => {
        for (const end of ends) end()
      }
    }

    const loadAll = () => {
      void loadList()
      void loadFeature()
      void loadFile()
    }
    const after = <T>(answer: T): T => {
      loadAll()
      return answer
    }

    return {
      watch: (day) => {
        at = day
        void loadList()
        void loadPeaks()
        const stopListening = listen(() => void loadList())
        const stopPeaks = api.on('data.changed', () => void loadPeaks())
        return () => {
          stopListening()
          stopPeaks()
        }
      },
      watchFeature: (name) => {
        feature = name
        const shown = get().course
        if (shown && shown.vendorLicence !== `${name.server};${name.daemon}`)
          set({ course: undefined, typed: undefined })
        else if (shown && shown.feature !== name.feature) set({ course: undefined, typed: undefined })
        set({ courseError: undefined })
        void loadFeature()
        const stop = listen(() => void loadFeature())
        return () => {
          stop()
          feature = undefined
        }
      },
      watchFile: (id) => {
        importId = id
        if (get().file?.file.importId !== id) set({ file: undefined })
        set({ fileError: undefined })
        void loadFile()
        const stop = listen(() => void loadFile())
        return () => {
          stop()
          importId = undefined
        }
      },
      reload: loadAll,
      add: async (typed) => after(await api.call('capacity.add', typed)),
      change: async (change) => after(await api.call('capacity.change', change)),
      remove: async (id) => after(await api.call('capacity.remove', { id })),
    }
  })

const readPeaks = async (api: Client, at: string | undefined): Promise<Peaks | undefined> => {
  const extent = await api.call('reports.extent', {})
  if (!extent) return undefined
  const last = localDate(Date.parse(extent.to) - 1, extent.zone)
  const to = at !== undefined && at < last ? at : last
  const from = addDays(to, 1 - peakDays)
  const summary = await api.call('reports.run', {
    type: 51,
    from,
    to: addDays(to, 1),
    by: 'total',
    groupBy: ['Vendor License', 'Feature'],
    where: [],
  })
  const columns = ['Vendor License', 'Feature', 'Max in use', 'Max utilization'].map((name) =>
    summary.columns.findIndex((column) => column.name === name),
  )
  const byFeature = new Map<string, Peak>()
  if (summary.rowCount > 0 && !columns.includes(-1)) {
    const rows = await api.call('reports.rows', { resultId: summary.resultId, offset: 0, count: mostPeaks })
    const [names, features, most, shares] = columns.map((column) => rows[column]!)
    for (const [row, name] of names!.entries()) {
      const [licences, share] = [most![row], shares![row]]
      if (typeof licences !== 'number') continue
      byFeature.set(`${name}\u001f${features![row]}`, {
        licences,
        utilisation: typeof share === 'number' ? share : null,
      })
    }
  }
  return { from, to, byFeature }
}

/** The peak of an entry: reports call its vendor licence by its shown name. */
export const peakOf = (peaks: Peaks | undefined, entry: CapacityEntry): Peak | undefined =>
  peaks?.byFeature.get(`${entry.shownName}\u001f${entry.feature}`)
