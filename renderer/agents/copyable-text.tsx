import { ActionIcon } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { writeClipboard } from '../grid/grid-copy.ts'
import classes from './agents.module.css'

interface CopyableTextProps {
  /** What it is: `Join token`. */
  readonly label: string
  readonly text: string
}

/** A text to be pasted elsewhere exactly as it stands. */
export const CopyableText = ({ label, text }: CopyableTextProps) => {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = window.setTimeout(() => setCopied(false), 2500)
    return () => window.clearTimeout(timer)
  }, [isCopied])
  return (
    <div className={classes.command}>
      {/* Long texts wrap; it can be marked and read with the keyboard. */}
      <pre data-copyable={label}>{text}</pre>
      <ActionIcon
        size={26}
        className={classes.copy}
        aria-label={`Copy: ${label}`}
        title="Copy"
        onClick={() => void writeClipboard(text).then(() => setCopied(true))}
      >
        {isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      </ActionIcon>
      <span className="visually-hidden" role="status">
        {isCopied ? 'Copied' : ''}
      </span>
    </div>
  )
}
