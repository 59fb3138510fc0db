import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useEffect, useState } from 'react'
import type { Watch, WatchedFile } from '../../core/contract/watch.ts'
import table from '../design/plain-table.module.css'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { emDash, formatBytes, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import { watchedStore } from '../stores.ts'
import classes from './watched.module.css'
import { fileLook } from './watched-words.ts'

const FileRow = ({ file }: { readonly file: WatchedFile }) => {
  const { word, icon: LookIcon, colour } = fileLook[file.state]
  return (
    <tr>
      <th scope="row" className={classes.fileName} title={file.path}>
        {file.importId === undefined ? (
          file.name
        ) : (
          <a className={table.link} href={link(`/import/${file.importId}`)} onClick={() => modals.closeAll()}>
            {file.name}
          </a>
        )}
      </th>
      <td className={classes.state}>
        <LookIcon size={16} stroke={1.7} color={`var(--mantine-color-${colour}-text)`} aria-hidden />
        {word}
      </td>
      <td className={classes.fileOutcome}>{file.outcome}</td>
      <td className={table.number}>{formatBytes(file.size)}</td>
      <td className={table.number}>{formatNumber(file.grown)}</td>
      <td className={table.nowrap}>{file.lastImportAt ? <TimeAgo at={file.lastImportAt} /> : emDash}</td>
    </tr>
  )
}

const Files = ({ id }: { readonly id: number }) => {
  const [files, setFiles] = useState<readonly WatchedFile[]>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    watchedStore.getState().files(id).then(setFiles, setError)
  }, [id])
  if (error !== undefined) return <ErrorMessage what="The files could not be listed" error={error} />
  if (!files) return null
  if (files.length === 0) return <Text c="dimmed">No file matches yet. Files are imported as they come.</Text>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.files} tabIndex={0} aria-label="Files at the last look">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">State</th>
            <th scope="col">What became of it</th>
            <th scope="col" className={table.number}>
              Size
            </th>
            <th scope="col" className={table.number} title="How often it had grown and was read on">
              Grown
            </th>
            <th scope="col">Last lines</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={file.path} file={file} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The files of an entry as they were at the last look, those that need a hand first. */
export const showWatchedFiles = ({ id, path }: Watch): void => {
  modals.open({ title: `Files of ${path}`, size: 'xl', children: <Files id={id} /> })
}
