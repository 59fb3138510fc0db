import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ConnectionState, HostTransport } from '../transport/host-transport.ts'
import classes from './connection-banner.module.css'

export const useConnection = (transport: HostTransport): ConnectionState =>
  useSyncExternalStore(transport.onConnection, transport.connection)

const secondsUntil = (at: number) => Math.max(0, Math.ceil((at - Date.now()) / 1000))

const Countdown = ({ until }: { readonly until: number }) => {
  const [seconds, setSeconds] = useState(() => secondsUntil(until))
  useEffect(() => {
    setSeconds(secondsUntil(until))
    const timer = window.setInterval(() => setSeconds(secondsUntil(until)), 500)
    return () => window.clearInterval(timer)
  }, [until])
  return <span aria-hidden>{seconds > 0 ? ` Trying again in ${seconds} s.` : ' Trying again…'}</span>
}

interface ConnectionBannerProps {
  readonly state: ConnectionState
  readonly onRetry: () => void
}

/** Says that the host is gone, and stays until it is back. What is on the page stays readable. */
export const ConnectionBanner = ({ state, onRetry }: ConnectionBannerProps) => {
  if (state.kind === 'open' || state.kind === 'connecting') return null
  return (
    <div className={classes.banner} role="alert">
      <IconPlugConnectedX size={16} aria-hidden />
      {state.kind === 'lost' ? (
        <>
          <span>
            Lictor does not answer. What is shown may be out of date.
            <Countdown until={state.retryAt} />
          </span>
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try now
          </Button>
        </>
      ) : (
        <span>
          The session of this page is over, and what is shown may be out of date. Open Lictor again, or use the address
          that it printed when it started.
        </span>
      )}
    </div>
  )
}
