import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import type { LoggedEvent } from '../../core/contract/events.ts'
import { count } from '../formats.ts'
import { acknowledge, exportEvents } from './event-actions.ts'
import { filterOf, isFiltered, type ShownEvents } from './event-filter.ts'

interface AcknowledgeProps {
  readonly unseen: readonly LoggedEvent[]
  readonly chosen: number
  readonly shown: ShownEvents
  /** No more than this needs a look. */
  readonly left: number
}

/** Those that are chosen, else all that fit. */
export const AcknowledgeButton = ({ unseen, chosen, shown, left }: AcknowledgeProps) =>
  chosen > 0 ? (
    <Button
      variant="default"
      disabled={unseen.length === 0}
      onClick={() => void acknowledge({ ids: unseen.map(({ id }) => id) })}
    >
      {unseen.length === 0 ? 'Acknowledge' : `Acknowledge ${count(unseen.length, 'event')}`}
    </Button>
  ) : (
    <Button
      variant="default"
      disabled={left === 0}
      onClick={() => void acknowledge({ filter: filterOf(shown, Date.now()) })}
    >
      {isFiltered({ ...shown, needLook: false }) ? 'Acknowledge all that fit' : 'Acknowledge all'}
    </Button>
  )

/** All that fit, listed or not. */
export const EventExportMenu = ({ shown, total }: { readonly shown: ShownEvents; readonly total: number }) => (
  <Menu position="bottom-end" returnFocus>
    <Menu.Target>
      <Button
        variant="default"
        disabled={total === 0}
        leftSection={<IconDownload size={14} aria-hidden />}
        rightSection={<IconChevronDown size={12} aria-hidden />}
      >
        Export
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>{count(total, 'event')} that fit, all columns</Menu.Label>
      {(['csv', 'json'] as const).map((format) => (
        <Menu.Item key={format} onClick={() => void exportEvents(filterOf(shown, Date.now()), format)}>
          Export {format.toUpperCase()}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
)
