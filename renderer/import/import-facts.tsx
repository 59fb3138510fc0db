import type { ReactNode } from 'react'
import type { ImportRecord } from '../../core/contract/imports.ts'
import {
  emDash,
  formatBytes,
  formatDuration,
  formatInstantWithOffset,
  formatLocalIso,
  formatMinute,
  formatNumber,
} from '../formats.ts'
import classes from './import.module.css'
import { isCopy, pathWords } from './path-words.ts'

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const period = ({ firstAt, lastAt }: ImportRecord) =>
  firstAt && lastAt ? (
    <span title={`${firstAt} to ${lastAt}`}>
      {formatLocalIso(firstAt)} – {formatLocalIso(lastAt)}
    </span>
  ) : (
    emDash
  )

const taken = ({ startedAt, finishedAt }: ImportRecord) =>
  finishedAt === undefined ? emDash : formatDuration((finishedAt - startedAt) / 1000)

/** The record: first what came of it, then what the file was. */
export const ImportFacts = ({ record }: { readonly record: ImportRecord }) => (
  <>
    <dl className={classes.figures}>
      <Fact label="Lines read">{formatNumber(record.linesRead)}</Fact>
      <Fact label="Facts">{formatNumber(record.facts)}</Fact>
      <Fact label="Known already">{formatNumber(record.duplicates)}</Fact>
      <Fact label="Rejected">{formatNumber(record.rejected)}</Fact>
      <Fact label="Took">{taken(record)}</Fact>
    </dl>
    <dl className={classes.facts}>
      <Fact label="Server">{record.server ?? emDash}</Fact>
      <Fact label="Vendor daemons">{record.daemons.length > 0 ? record.daemons.join(', ') : emDash}</Fact>
      <Fact label="Time zone">
        {record.zone ?? emDash} {record.zoneOrigin && <span className="muted">{record.zoneOrigin}</span>}
      </Fact>
      <Fact label="Period">{period(record)}</Fact>
      <Fact label="Imported">
        <span title={formatInstantWithOffset(record.startedAt)}>{formatMinute(record.startedAt)}</span>
      </Fact>
      <Fact label="Size">{formatBytes(record.size)}</Fact>
      <Fact label="Path">{isCopy(record) ? pathWords(record) : <span className="mono">{record.path}</span>}</Fact>
      <Fact label="Format">
        {record.format ?? emDash} {record.formatReason && <span className="muted">{record.formatReason}</span>}
      </Fact>
    </dl>
  </>
)
