import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
  IconRefresh,
} from '@tabler/icons-react'
import type { ImportRecord, ImportState } from '../../core/contract/imports.ts'

/** A state's word, sign and colour: never the colour alone. */
export const stateLook: {
  readonly [S in ImportState]: { readonly word: string; readonly icon: Icon; readonly colour: string }
} = {
  waiting: { word: 'Waiting', icon: IconClock, colour: 'gray' },
  running: { word: 'Reading', icon: IconRefresh, colour: 'accent' },
  deriving: { word: 'Building days', icon: IconRefresh, colour: 'accent' },
  finished: { word: 'Imported', icon: IconCircleCheck, colour: 'green' },
  cancelled: { word: 'Cancelled', icon: IconBan, colour: 'gray' },
  failed: { word: 'Failed', icon: IconCircleX, colour: 'red' },
  refused: { word: 'Refused', icon: IconAlertTriangle, colour: 'yellow' },
  interrupted: { word: 'Interrupted', icon: IconPlayerPause, colour: 'yellow' },
}

const unfinished: ReadonlySet<ImportState> = new Set<ImportState>(['waiting', 'running', 'deriving', 'interrupted'])

/** Whether an import still moves, or waits to be taken up again: it stands in the queue. */
export const isUnfinished = ({ state }: ImportRecord): boolean => unfinished.has(state)
