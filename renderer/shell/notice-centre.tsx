import { Anchor, Button, Group, Popover, Text, UnstyledButton } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Notice } from '../../core/contract/tasks.ts'
import { sizes } from '../design/tokens.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count } from '../formats.ts'
import { link } from '../navigation.ts'
import { noticesStore } from '../stores.ts'
import classes from './header-popover.module.css'
import { NoticeIcon } from './notice-look.tsx'

const NoticeLine = ({ notice, onFollow }: { readonly notice: Notice; readonly onFollow: () => void }) => (
  <li className={classes.line} data-new={!notice.seen || undefined}>
    <NoticeIcon severity={notice.severity} />
    <div className={classes.body}>
      <Group justify="space-between" gap={8} wrap="nowrap" align="baseline">
        <Text fw={notice.seen ? 400 : 600} lineClamp={2}>
          {notice.title}
        </Text>
        <Text size="xs" c="dimmed" className={classes.aside}>
          <TimeAgo at={notice.at} />
        </Text>
      </Group>
      <Text size="xs" c="dimmed" className={classes.message}>
        {notice.message}
      </Text>
      {notice.link !== undefined && (
        <Anchor size="xs" href={link(notice.link)} onClick={onFollow}>
          Show
        </Anchor>
      )}
    </div>
  </li>
)

/** 🔔: every notice there was, whether its popup was seen or not. Opening it marks them as seen. */
export const NoticeCentre = () => {
  const notices = useStore(noticesStore, (state) => state.notices)
  const [isOpen, setOpen] = useState(false)
  const unseen = notices.filter(({ seen }) => !seen)
  const open = () => {
    setOpen(true)
    noticesStore.getState().dismiss(notices.map(({ id }) => id))
  }
  const close = () => {
    setOpen(false)
    noticesStore
      .getState()
      .markSeen(unseen.map(({ id }) => id))
      .catch(() => {})
  }
  const clear = () =>
    noticesStore
      .getState()
      .clear()
      .catch((error: unknown) => notifyFailed('The notices were not removed', error))
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => !opened && close()}
      position="bottom-end"
      width={400}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.tool}
          onClick={() => (isOpen ? close() : open())}
          aria-label={unseen.length > 0 ? `Notices: ${unseen.length} new` : 'Notices'}
          title="Notices"
        >
          <IconBell size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
          {unseen.length > 0 && <span className={classes.count}>{unseen.length > 99 ? '99+' : unseen.length}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notices">
        <Group justify="space-between" className={classes.head}>
          <Text fw={600}>Notices</Text>
          <Button size="compact-xs" variant="subtle" color="gray" disabled={notices.length === 0} onClick={clear}>
            Clear all
          </Button>
        </Group>
        {notices.length === 0 ? (
          <Text c="dimmed" p={16}>
            Nothing to tell. Finished work and problems are noted here.
          </Text>
        ) : (
          <div className={classes.scroll}>
            <ul className={classes.list} aria-label={count(notices.length, 'notice')}>
              {notices.map((notice) => (
                <NoticeLine key={notice.id} notice={notice} onFollow={close} />
              ))}
            </ul>
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
