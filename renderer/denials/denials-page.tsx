import { Button, SegmentedControl, Text, TextInput } from '@mantine/core'
import { IconChevronRight, IconSearch } from '@tabler/icons-react'
import { Fragment, useDeferredValue, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Denial } from '../../core/contract/denials.ts'
import table from '../design/plain-table.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { count, formatLocalIso } from '../formats.ts'
import { chooseFiles } from '../import/choose-files.ts'
import { link, navigate, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody } from '../shell/page-body.tsx'
import { denialsStore } from '../stores.ts'
import { DenialDetails } from './denial-details.tsx'
import classes from './denials.module.css'

const verdicts = [
  { value: 'all', label: 'All' },
  { value: 'true', label: 'True' },
  { value: 'false', label: 'False' },
] as const
type Shown = (typeof verdicts)[number]['value']

const verdictWords: { readonly [K in Denial['verdict']]: string } = {
  true: 'True',
  local: 'False, granted here',
  forwarded: 'False, granted elsewhere',
}

const headings = ['Time', 'Verdict', 'Feature', 'User', 'Host', 'Vendor licence', 'Codes', 'Reason']

/** Every failed request of the licence logs: what the daemon wrote, whether it was felt, and who held the licences then. */
export const DenialsPage = () => {
  const { query } = usePlace()
  const verdict: Shown = verdicts.find(({ value }) => value === query.get('verdict'))?.value ?? 'all'
  const [text, setText] = useState(query.get('text') ?? '')
  const deferred = useDeferredValue(text)
  const { denials, next, error, opened, isLoadingMore, reload, more, toggle } = useStore(denialsStore)
  useEffect(() => denialsStore.getState().watch({ verdict, text: deferred }), [verdict, deferred])
  useCurrentView({ crumbs: [{ label: 'Denials' }] })
  const isFiltered = verdict !== 'all' || deferred.trim() !== ''

  if (denials?.length === 0 && !isFiltered) return <NoDenials />
  return (
    <PageBody
      title="Denials"
      actions={
        <Button variant="default" component="a" href={link('/reports/52')}>
          Count them in report 52
        </Button>
      }
    >
      <div className={classes.tools}>
        <SegmentedControl
          aria-label="Which denials are listed"
          data={verdicts.map((one) => ({ ...one }))}
          value={verdict}
          onChange={(value) => navigate(value === 'all' ? '/denials' : `/denials?verdict=${value}`, { replace: true })}
        />
        <TextInput
          className={classes.filter}
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label="Find a feature, user, host or reason"
          placeholder="Feature, user, host, reason"
          data-page-filter
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed" role="status">
          {denials && `${count(denials.length, 'failed request')}${next === undefined ? '' : ', and more'}`}
        </Text>
      </div>
      {error !== undefined && !(denials && isLineLost(error)) && (
        <ErrorMessage what="The failed requests could not be listed" error={error} onRetry={reload} />
      )}
      {denials?.length === 0 && <Text c="dimmed">No failed request fits. Widen the filter.</Text>}
      {denials && denials.length > 0 && (
        <div className={table.scroll}>
          <table className={table.table}>
            <caption className="visually-hidden">Failed requests, the latest first</caption>
            <thead>
              <tr>
                {headings.map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {denials.map((denial) => (
                <Fragment key={denial.id}>
                  <DenialRow
                    denial={denial}
                    isOpen={opened?.id === denial.id}
                    onToggle={() => void toggle(denial.id)}
                  />
                  {opened?.id === denial.id && (
                    <tr>
                      <td colSpan={headings.length} className={classes.detailsCell}>
                        <DenialDetails denial={denial} opened={opened} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next !== undefined && (
        <div className={classes.more}>
          <Button variant="default" loading={isLoadingMore} onClick={() => void more()}>
            Show older ones
          </Button>
        </div>
      )}
    </PageBody>
  )
}

interface DenialRowProps {
  readonly denial: Denial
  readonly isOpen: boolean
  readonly onToggle: () => void
}

const DenialRow = ({ denial, isOpen, onToggle }: DenialRowProps) => {
  const { at, verdict, kind, feature, user, host, vendorLicence, reason, codes } = denial
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={classes.opener}
          aria-expanded={isOpen}
          aria-label={`${formatLocalIso(at, 'second')}: who held ${feature} when ${user} was refused`}
          onClick={onToggle}
        >
          <IconChevronRight size={14} aria-hidden />
          {formatLocalIso(at, 'second')}
        </button>
      </th>
      <td className={classes.verdict} data-verdict={verdict} title={denial.grantedBy}>
        {kind === 'unsupported' ? 'Unsupported' : verdictWords[verdict]}
      </td>
      <td>{feature}</td>
      <td>{user}</td>
      <td>{host}</td>
      <td className={table.nowrap}>{vendorLicence}</td>
      <td className={table.nowrap}>{codes}</td>
      <td className={table.name} title={denial.explanation ?? reason}>
        {reason}
      </td>
    </tr>
  )
}

const NoDenials = () => (
  <EmptyState title="No failed requests" actions={<Button onClick={chooseFiles}>Import files…</Button>}>
    <p>
      Requests for licences that were refused, as FlexNet debug logs tell of them: why, whether the user got the licence
      elsewhere at the same moment, and who held the licences then.
    </p>
    <p>Nothing that was imported so far tells of one.</p>
  </EmptyState>
)
