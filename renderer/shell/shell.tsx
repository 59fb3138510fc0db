import { Suspense, useEffect } from 'react'
import { useStore } from 'zustand'
import { transport } from '../api.ts'
import { FileDropTarget } from '../import/file-drop-target.tsx'
import { useLeaveWarning } from '../import/use-leave-warning.ts'
import { usePlace } from '../navigation.ts'
import { loadPagesAhead, pages } from '../pages.tsx'
import { applicationStore } from '../stores.ts'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionBanner, useConnection } from './connection-banner.tsx'
import { useShownView } from './current-view.ts'
import { Header } from './header.tsx'
import { NoSession } from './no-session.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { NoticePopups } from './notice-popup-list.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { Shortcuts } from './shortcuts.tsx'
import { StatusBar } from './status-bar.tsx'

/** The frame around every page, as the interface page draws it: rail, header, page, status bar. */
export const Shell = () => {
  const { segments } = usePlace()
  const page = pages.find(({ path }) => path === `/${segments[0]}`)
  const connection = useConnection(transport)
  const isLoaded = useStore(applicationStore, ({ info }) => info !== undefined)
  const { crumbs } = useShownView()
  useLeaveWarning()
  useEffect(() => {
    const timer = window.setTimeout(loadPagesAhead, 1000)
    return () => window.clearTimeout(timer)
  }, [])

  if (connection.kind === 'refused' && !isLoaded) return <NoSession />
  const Content = page?.component ?? NotFoundPage
  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('page')?.focus()}>
        Skip to the page
      </button>
      <Rail />
      <Header />
      <ConnectionBanner state={connection} onRetry={transport.retryNow} />
      <main id="page" className={classes.page} tabIndex={-1}>
        <PageBoundary place={segments.join('/')}>
          <Suspense fallback={null}>
            <Content />
          </Suspense>
        </PageBoundary>
      </main>
      <StatusBar />
      <div className="visually-hidden" aria-live="polite">
        {crumbs.at(-1)?.label}
      </div>
      <CommandPalette />
      <Shortcuts />
      <NoticePopups />
      <FileDropTarget />
    </div>
  )
}
