import { ConsoleError } from '../../core/contract/errors.ts'

/** Whether a question failed because the host is gone. The banner says so already; what is on the page may stay. */
export const isLineLost = (error: unknown): boolean => error instanceof ConsoleError && error.code === 'busy'
