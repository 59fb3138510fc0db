import { Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { LicenceFile } from '../../core/contract/capacity.ts'
import table from '../design/plain-table.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, emDash, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import classes from './licences.module.css'

/** Every imported licence file: where it counts, and whether something in it was not understood. */
export const LicenceFiles = ({ files }: { readonly files: readonly LicenceFile[] }) => {
  if (files.length === 0)
    return (
      <EmptyState title="No licence file yet" order={2}>
        Drop FlexNet licence files anywhere on this window. Each appears here with what it says, where it counts, and
        the lines that were not understood.
      </EmptyState>
    )
  return (
    <div className={classes.scrolled}>
      <table className={table.table}>
        <caption className="visually-hidden">{count(files.length, 'licence file')}</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Vendor daemons</th>
            <th scope="col">Where it counts</th>
            <th scope="col" className={table.number}>
              Features
            </th>
            <th scope="col" className={table.number}>
              Records
            </th>
            <th scope="col" className={table.number} title="Records that were left out; the file’s page says why">
              Left out
            </th>
            <th scope="col">Imported</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={file.importId} file={file} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const FileRow = ({ file }: { readonly file: LicenceFile }) => (
  <tr>
    <th scope="row" className={table.nowrap}>
      <a className={table.link} href={link(`/licences/files/${file.importId}`)} title={file.path}>
        {file.fileName}
      </a>
    </th>
    <td>{file.uses.map(({ daemon }) => daemon).join(', ') || emDash}</td>
    <td>
      {file.needsServer && (
        <Text component="span" className={classes.ending}>
          <IconAlertTriangle size={14} aria-hidden /> Which server is meant?{' '}
        </Text>
      )}
      {[...new Set(file.uses.map(({ vendorLicence }) => vendorLicence))].filter(Boolean).join(', ') ||
        (file.needsServer ? '' : 'Not yet: no log of such a server was imported')}
    </td>
    <td className={table.number}>{formatNumber(file.features)}</td>
    <td className={table.number}>{formatNumber(file.records)}</td>
    <td className={table.number}>
      {file.rejected > 0 ? <span className={classes.ending}>{formatNumber(file.rejected)}</span> : '0'}
    </td>
    <td className={table.nowrap}>
      <TimeAgo at={file.importedAt} />
    </td>
  </tr>
)
