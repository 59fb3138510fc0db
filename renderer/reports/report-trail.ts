/** One step back from a narrowed report: what it was called and its address. */
export interface Step {
  readonly label: string
  readonly path: string
}

/** How one came to a narrowed report, and which row it is about. */
export interface Trail {
  readonly label: string
  readonly steps: readonly Step[]
}

/** By address. Lives as long as the window; an address opened from outside has no trail. */
const trails = new Map<string, Trail>()

export const trailTo = (path: string): Trail | undefined => trails.get(path)

/** Down into one row: where one stood becomes the last step. `name` is what a report without a trail is called. */
export const rememberNarrowing = (from: string, name: string, to: string, label: string): void => {
  const before = trails.get(from)
  trails.set(to, { label, steps: [...(before?.steps ?? []), { label: before?.label ?? name, path: from }] })
}

/** The same report shaped otherwise keeps the way that led to it. */
export const keepTrail = (from: string, to: string): void => {
  const trail = trails.get(from)
  if (trail && from !== to) trails.set(to, trail)
}
