import { Button } from '@mantine/core'
import { useState } from 'react'
import type { SourceFile } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { count, emDash, formatLocalIso, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import classes from './sources.module.css'

const portion = 50

/** The imports that count for this source; each leads to its report. */
export const SourceFiles = ({ files }: { readonly files: readonly SourceFile[] }) => {
  const [shown, setShown] = useState(portion)
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table}>
          <caption className="visually-hidden">{count(files.length, 'file')}</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Period</th>
              <th scope="col" title="Found in the file or given with it">
                Time zone
              </th>
              <th scope="col" className={table.number}>
                Lines
              </th>
              <th scope="col" className={table.number} title="Lines that stand in another file too and count there">
                Known from others
              </th>
            </tr>
          </thead>
          <tbody>
            {files.slice(0, shown).map((file) => (
              <tr key={file.importId}>
                <th scope="row" className={classes.file}>
                  <a className={table.link} href={link(`/import/${file.importId}`)} title={file.path}>
                    {file.fileName}
                  </a>
                </th>
                <td className={table.nowrap}>
                  {file.firstAt && file.lastAt
                    ? `${formatLocalIso(file.firstAt)} – ${formatLocalIso(file.lastAt)}`
                    : emDash}
                </td>
                <td className={table.nowrap}>{file.zone ?? emDash}</td>
                <td className={table.number}>{formatNumber(file.lines)}</td>
                <td className={table.number}>{formatNumber(file.duplicates)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {files.length > shown && (
        <Button mt={8} variant="default" onClick={() => setShown(shown + 10 * portion)}>
          Show more of {formatNumber(files.length)}
        </Button>
      )}
    </>
  )
}
