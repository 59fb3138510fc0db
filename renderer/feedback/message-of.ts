/** The sentence of an error that is meant for people. Errors of the contract already are such sentences. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
