/** The spool has no room, or its disk takes nothing: nothing of the call was kept. Whoever can wait tries again when `hasRoom` is true. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull'
}
