import { Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { BundledInstaller, InstallerState } from '../../../core/contract/updates.ts'
import { api, saveExport } from '../../api.ts'
import table from '../../design/plain-table.module.css'
import { EmptyState } from '../../feedback/empty-state.tsx'
import { ErrorMessage } from '../../feedback/error-message.tsx'
import { isLineLost } from '../../feedback/is-line-lost.ts'
import { notifyDone, notifyFailed } from '../../feedback/notify.ts'
import { count, formatBytes, formatDate } from '../../formats.ts'
import { updatesStore } from '../../stores.ts'
import classes from './installers.module.css'
import { openSilentCommand } from './silent-command.tsx'

const platformWords: { readonly [Platform in BundledInstaller['platform']]: string } = {
  'linux-x64': 'Linux, x64',
  'linux-arm64': 'Linux, ARM64',
  'win-x64': 'Windows, x64',
  'darwin-arm64': 'macOS, Apple silicon',
}

const formatWords: { readonly [Format in BundledInstaller['format']]: string } = {
  deb: 'Debian, Ubuntu',
  rpm: 'Red Hat, SUSE',
  'tar.gz': 'Archive with install.sh',
  exe: 'Windows installer',
  gz: 'Update',
}

/** What of the agent came with the console, whether it can be trusted, and how it gets onto a machine. */
export const InstallersView = () => {
  const { installers: state, installersError: error, reloadInstallers } = useStore(updatesStore)
  if (!state)
    return error === undefined ? null : (
      <div className={classes.view}>
        <ErrorMessage what="The installers could not be listed" error={error} onRetry={reloadInstallers} />
      </div>
    )
  const packages = state.installers.filter(({ purpose }) => purpose === 'package')
  const updates = state.installers.filter(({ purpose }) => purpose === 'update')
  return (
    <div className={classes.view}>
      {error !== undefined && !isLineLost(error) && (
        <ErrorMessage what="The installers could not be listed" error={error} onRetry={reloadInstallers} />
      )}
      {state.installers.length === 0 ? (
        <NoInstallers problem={state.problem} />
      ) : (
        <>
          <Standing state={state} />
          <Files title="Packages" words="Installed by hand, or by your software distribution." files={packages} />
          <Files
            title="Updates"
            words="Fetched from this console by agents that are there already; nothing to do by hand."
            files={updates}
          />
        </>
      )}
    </div>
  )
}

const verifiedWords = ({ installers, version }: InstallerState): string => {
  const looked = `${count(installers.length, 'file')} looked at`
  if (version === '') return `${looked}. There is nothing to hand out.`
  const bad = installers.filter(({ isVerified }) => !isVerified).length
  return bad === 0 ? `${count(installers.length, 'file')} verified.` : `${looked}, ${bad} of them not as signed.`
}

const VerifyButton = () => {
  const [isBusy, setBusy] = useState(false)
  const verify = async () => {
    setBusy(true)
    try {
      notifyDone(verifiedWords(await updatesStore.getState().verify()))
    } catch (error) {
      notifyFailed('The files could not be verified', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button variant="default" loading={isBusy} onClick={() => void verify()}>
      Verify again
    </Button>
  )
}

const Standing = ({ state }: { readonly state: InstallerState }) => {
  const { installers, version, issued, expires, isDevelopment, problem } = state
  return (
    <>
      <div className={classes.standing}>
        <div>
          <Text>
            {version === '' ? 'No version can be used' : `Version ${version}`}
            {issued > 0 && `, signed ${formatDate(issued)}, valid until ${formatDate(expires)}`}
          </Text>
          {isDevelopment && (
            <Text size="xs" c="dimmed">
              Signed with the throw-away key of a checkout: for development only.
            </Text>
          )}
        </div>
        <VerifyButton />
      </div>
      {problem !== '' && installers.every((installer) => installer.problem !== problem) && (
        <p className={classes.problem} role="status">
          <IconAlertTriangle size={16} aria-hidden /> {problem}
        </p>
      )}
    </>
  )
}

const save = async ({ file }: BundledInstaller): Promise<void> => {
  try {
    const { exportId, fileName } = await api.call('installers.save', { file })
    if (await saveExport(exportId, fileName)) notifyDone(`Saved ${fileName}`)
  } catch (error) {
    notifyFailed(`${file} could not be saved`, error)
  }
}

interface FilesProps {
  readonly title: string
  readonly words: string
  readonly files: readonly BundledInstaller[]
}

const Files = ({ title, words, files }: FilesProps) =>
  files.length === 0 ? null : (
    <section className={classes.part} aria-label={title}>
      <h2>{title}</h2>
      <Text size="xs" c="dimmed" mb={8}>
        {words}
      </Text>
      <div className={table.scroll}>
        <table className={`${table.table} ${classes.files}`}>
          <caption className="visually-hidden">{title} of the agent</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">For</th>
              <th scope="col">Kind</th>
              <th scope="col" className={table.number}>
                Size
              </th>
              <th scope="col">Verified</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {files.map((installer) => (
              <tr key={installer.file}>
                <th scope="row" className={table.nowrap}>
                  <span className={classes.mono} title={`SHA-256 ${installer.sha256}`}>
                    {installer.file}
                  </span>
                </th>
                <td className={table.nowrap}>{platformWords[installer.platform]}</td>
                <td className={table.nowrap}>{formatWords[installer.format]}</td>
                <td className={table.number}>{formatBytes(installer.bytes)}</td>
                {installer.isVerified ? (
                  <>
                    <td>
                      <span className={classes.good} title="Signature, length and hash are right">
                        <IconCircleCheck size={14} aria-hidden /> Yes
                      </span>
                    </td>
                    <td className={`${table.number} ${table.nowrap}`}>
                      <Actions installer={installer} />
                    </td>
                  </>
                ) : (
                  <td colSpan={2}>
                    <span className={classes.bad}>
                      <IconAlertTriangle size={14} aria-hidden /> <span>{installer.problem || 'No'}</span>
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )

const Actions = ({ installer }: { readonly installer: BundledInstaller }) => {
  const { file, command } = installer
  return (
    <>
      {command !== '' && (
        <>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Silent command of ${file}`}
            onClick={() => openSilentCommand(installer)}
          >
            Silent command…
          </Button>{' '}
        </>
      )}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Save a copy of ${file}`}
        onClick={() => void save(installer)}
      >
        Save a copy
      </Button>
    </>
  )
}

const NoInstallers = ({ problem }: { readonly problem: string }) => (
  <EmptyState title="No installers to hand out" order={2} actions={<VerifyButton />}>
    <p>
      Here are the packages of the agent for Linux, Windows and macOS, and the updates that agents fetch from this
      console, each with its signature checked.
    </p>
    <p role="status">{problem}</p>
    <p>An installed console has them. In a checkout, npm run build:agents makes those of this platform.</p>
  </EmptyState>
)
