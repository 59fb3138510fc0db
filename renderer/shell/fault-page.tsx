import { useState } from 'react'
import { messageOf } from '../feedback/message-of.ts'
import classes from './fault-page.module.css'

interface FaultPageProps {
  readonly error: unknown
  readonly componentStack?: string
  readonly onReload: () => void
  /** The frame failed too: nothing of it may be relied on. */
  readonly bare?: boolean
}

const detailsOf = (error: unknown, componentStack: string | undefined): string =>
  [
    `Lictor, ${new Date().toISOString()}, ${window.location.hash || '#'}`,
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    componentStack?.trim() ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')

/** Stands where a page failed. Built of plain elements, because the fault may lie in what everything else is built of. */
export const FaultPage = ({ error, componentStack, onReload, bare }: FaultPageProps) => {
  const [copied, setCopied] = useState(false)
  const details = detailsOf(error, componentStack)
  const copy = () => void navigator.clipboard.writeText(details).then(() => setCopied(true))
  return (
    <div className={classes.fault} data-bare={bare || undefined} role="alert">
      <h1>{bare ? 'The window could not be shown' : 'This page could not be shown'}</h1>
      <p>
        A fault in Lictor: <span className="mono">{messageOf(error)}</span>
      </p>
      <p>
        Your data is not affected, and running imports go on. Reload the {bare ? 'window' : 'page'}; if it fails again,
        copy the details and send them to whoever looks after Lictor.
      </p>
      <div className={classes.actions}>
        <button type="button" onClick={onReload}>
          {bare ? 'Reload window' : 'Reload page'}
        </button>
        <button type="button" onClick={copy}>
          {copied ? 'Details copied' : 'Copy details'}
        </button>
      </div>
      <details>
        <summary>Details</summary>
        <pre>{details}</pre>
      </details>
    </div>
  )
}
