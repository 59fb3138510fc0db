/** This page's session with the loopback host: opened once with the token of the address, then kept by a cookie. */
export interface WebSession {
  /** Opens or finds the session. `refused`: the host is there and knows no such session; `gone`: nobody answers. */
  check(): Promise<'open' | 'refused' | 'gone'>
  /** Goes along with every POST. */
  readonly csrf: () => string
}

/** Takes the one-time token out of the address (`#t=...`), and out of the history entry with it. */
const takeToken = (): string | undefined => {
  const found = /^#t=([^&]+)/.exec(window.location.hash)
  if (!found) return undefined
  window.history.replaceState(null, '', `${window.location.pathname}#/overview`)
  return decodeURIComponent(found[1])
}

export const createWebSession = (): WebSession => {
  let token = takeToken()
  let csrf = ''

  const ask = async (init: RequestInit): Promise<'open' | 'refused' | 'gone'> => {
    const answer = await fetch('/session', { cache: 'no-store', ...init }).catch(() => undefined)
    if (!answer) return 'gone'
    if (!answer.ok) return answer.status === 401 || answer.status === 403 ? 'refused' : 'gone'
    csrf = ((await answer.json()) as { readonly csrf: string }).csrf
    return 'open'
  }

  return {
    check: async () => {
      if (token !== undefined) {
        const body = JSON.stringify({ token })
        const answer = await ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body })
        if (answer !== 'gone') token = undefined
        // A token that was used before is no end: the page may have been loaded again and still have its session.
        if (answer !== 'refused') return answer
      }
      return ask({})
    },
    csrf: () => csrf,
  }
}
