/** Frames of the contract, as JSON text in both directions: exactly what the browser host's socket carries. */
export const frameChannel = 'lictor:frame'
/** The path of a dropped file, on its way from the preload script to the main process. Answers an `OfferAnswer`. */
export const offerChannel = 'lictor:offer-file'

export type OfferAnswer = { readonly fileId: string; readonly name: string } | { readonly message: string }
