import { handleOfNumber, numberedHandle } from '../../facts/subject-rows.ts'

/** A handle: its number where `numberedHandle` makes one of it, else its text. */
export type Handle = number | string
export const handleOf = (text: string): Handle => numberedHandle(text) || text
export const textOfHandle = (handle: Handle): string => (typeof handle === 'number' ? handleOfNumber(handle) : handle)
