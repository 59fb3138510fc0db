import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconEye,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import type { Watch, WatchedFile, WatchState } from '../../core/contract/watch.ts'
import { count, formatNumber } from '../formats.ts'

interface Look {
  readonly word: string
  readonly icon: Icon
  readonly colour: string
}

/** A state's word, sign and colour: never the colour alone. */
export const watchLook: { readonly [S in WatchState]: Look } = {
  watching: { word: 'Watching', icon: IconEye, colour: 'green' },
  paused: { word: 'Paused', icon: IconPlayerPause, colour: 'gray' },
  unreachable: { word: 'Unreachable', icon: IconPlugConnectedX, colour: 'yellow' },
}

export const fileLook: { readonly [S in WatchedFile['state']]: Look } = {
  imported: { word: 'Imported', icon: IconCircleCheck, colour: 'green' },
  waiting: { word: 'Waiting', icon: IconClock, colour: 'gray' },
  refused: { word: 'Refused', icon: IconAlertTriangle, colour: 'yellow' },
}

/** `12 files, 1 waits, 2 refused` */
export const filesWords = ({ filesSeen, filesWaiting, filesRefused }: Watch): string =>
  [
    count(filesSeen, 'file'),
    ...(filesWaiting > 0 ? [`${formatNumber(filesWaiting)} ${filesWaiting === 1 ? 'waits' : 'wait'}`] : []),
    ...(filesRefused > 0 ? [`${formatNumber(filesRefused)} refused`] : []),
  ].join(', ')

/** What is watched, without the path: `*.log, sub-folders too · every 30 s · server lic01` */
export const optionWords = ({ kind, pattern, subfolders, everySeconds, server, zone, format }: Watch): string =>
  [
    ...(kind === 'folder' ? [pattern === '' ? 'every file' : pattern] : []),
    ...(subfolders ? ['sub-folders too'] : []),
    `every ${intervalWords(everySeconds)}`,
    ...(server ? [`server ${server}`] : []),
    ...(zone ? [zone] : []),
    ...(format ? [format] : []),
  ].join(' · ')

export const intervalWords = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600} h` : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`

/** What the entry says of itself: trouble first. */
export const resultWords = ({ state, reason, outcome, isLooking }: Watch): string =>
  isLooking && state !== 'unreachable'
    ? 'Looking…'
    : state === 'unreachable'
      ? (reason ?? 'It cannot be reached.')
      : outcome
