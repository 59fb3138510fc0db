import { useEffect } from 'react'
import { useStore } from 'zustand'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { navigate, usePlace } from '../navigation.ts'
import { PageBody } from '../shell/page-body.tsx'
import { applicationsStore } from '../stores.ts'
import { ApplicationEditPage } from './application-edit-page.tsx'
import { ApplicationListPage } from './application-list-page.tsx'
import { ApplicationPage } from './application-page.tsx'

/**
 * `/applications`, `/applications/5` for one of them, `/applications/5/change` and `/applications/new` to write what it is;
 * `/applications?find=NAME` leads to the one of that name.
 */
export const ApplicationsPage = () => {
  const { segments, query } = usePlace()
  useEffect(() => applicationsStore.getState().watch(), [])
  const { applications, error, reload } = useStore(applicationsStore)
  const wanted = query.get('find')
  const found = wanted === null ? undefined : applications?.find(({ name }) => name === wanted)
  useEffect(() => {
    if (found) navigate(`/applications/${found.id}`, { replace: true })
  }, [found])
  const problem = error !== undefined && !(applications && isLineLost(error)) && (
    <ErrorMessage what="The custom applications could not be listed" error={error} onRetry={reload} />
  )
  if (!applications) return problem ? <PageBody title="Custom applications">{problem}</PageBody> : null
  if (segments[1] === 'new') return <ApplicationEditPage key="new" />
  if (segments.length < 2) return <ApplicationListPage applications={applications} problem={problem} />
  const application = applications.find(({ id }) => String(id) === segments[1])
  if (application && segments[2] === 'change')
    return <ApplicationEditPage key={application.id} application={application} />
  return <ApplicationPage key={segments[1]} application={application} />
}
