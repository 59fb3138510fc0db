/** Version of the protocol that both sides speak; it changes only when an old agent could no longer be understood. */
export const protocolVersion = 1

/** The oldest agent whose data this console takes; an older one is told so, and shown with an error. */
export const oldestSupportedAgent = '0.9.0'

/** An agent is offline when it has not connected for so many of *its* intervals (seed, column Status). */
export const offlineAfterIntervals = 2

/** Bytes of a request's body, as sent and after decompression. */
export const bodyLimit = { sent: 1_048_576, inflated: 8_388_608 } as const

/** Records of one batch. The other limit is the body's size. */
export const mostRecordsInBatch = 5_000

/** Characters of one record's line; a piece of a file is cut to fit. */
export const longestRecord = 262_144

/** A clock that is off by more than this is reported, in milliseconds. */
export const clockTolerance = 300_000

/** A join token lives for a day unless told otherwise, in milliseconds. */
export const usualTokenLife = 86_400_000

/** Days for which an agent's certificate is valid; it is renewed when two thirds are over. */
export const certificateDays = 365
