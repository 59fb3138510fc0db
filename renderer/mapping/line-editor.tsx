import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import classes from './line-editor.module.css'
import { lineOfOffset, lineSpan } from './map-text.ts'

export type LineMark = 'error' | 'warning' | 'info'

export interface LineEditorHandle {
  /** Brings a line (1-based) into view, selects it and takes the focus. */
  readonly goTo: (line: number) => void
}

interface LineEditorProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** By line number, 1-based. What the mark means stands in the list of findings. */
  readonly marks: ReadonlyMap<number, LineMark>
  readonly describedBy?: string
  readonly onSave?: () => void
  readonly handle?: Ref<LineEditorHandle>
}

/** Pixels; the style sheet says the same. */
const lineHeight = 20
const paddingTop = 8
const sign: { readonly [M in LineMark]: string } = { error: '×', warning: '!', info: 'i' }

/**
 * A text of lines with their numbers. Every line has the same height and none is wrapped, so only the numbers in view are
 * drawn: 100,000 lines are as quick as ten. Tab leaves the field, as everywhere.
 */
export const LineEditor = ({ label, value, onChange, marks, describedBy, onSave, handle }: LineEditorProps) => {
  const area = useRef<HTMLTextAreaElement>(null)
  const [view, setView] = useState({ top: 0, height: 800 })
  const [current, setCurrent] = useState(1)

  const measure = (element: HTMLTextAreaElement) => setView({ top: element.scrollTop, height: element.clientHeight })
  const place = (element: HTMLTextAreaElement) => setCurrent(lineOfOffset(element.value, element.selectionStart))

  useImperativeHandle(handle, () => ({
    goTo: (line) => {
      const element = area.current
      if (!element) return
      const { from, to } = lineSpan(element.value, line)
      element.focus({ preventScroll: true })
      element.setSelectionRange(from, to)
      element.scrollTop = Math.max(0, paddingTop + (line - 1) * lineHeight - element.clientHeight / 3)
      element.scrollLeft = 0
      measure(element)
      place(element)
    },
  }))

  const lines = countLines(value)
  const first = Math.max(1, Math.floor((view.top - paddingTop) / lineHeight))
  const last = Math.min(lines, first + Math.ceil(view.height / lineHeight) + 2)
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  return (
    <div className={classes.frame} style={{ '--digits': Math.max(3, String(lines).length) } as React.CSSProperties}>
      <div className={classes.gutter} aria-hidden>
        {shown.map((line) => (
          <div
            key={line}
            className={classes.number}
            data-mark={marks.get(line)}
            data-current={line === current || undefined}
            style={{ top: paddingTop + (line - 1) * lineHeight - view.top }}
          >
            <span>{marks.has(line) ? sign[marks.get(line) as LineMark] : ''}</span>
            {line}
          </div>
        ))}
      </div>
      <textarea
        ref={(element) => {
          area.current = element
          if (!element) return
          const observer = new ResizeObserver(() => measure(element))
          observer.observe(element)
          return () => observer.disconnect()
        }}
        className={classes.text}
        aria-label={label}
        aria-describedby={describedBy}
        value={value}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onScroll={(event) => measure(event.currentTarget)}
        onSelect={(event) => place(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
            return
          event.preventDefault()
          onSave?.()
        }}
      />
    </div>
  )
}

const countLines = (text: string): number => {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
