import { Anchor, Text } from '@mantine/core'
import { useDocumentVisibility } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { link } from '../navigation.ts'
import { noticesStore } from '../stores.ts'
import { noticeLook } from './notice-look.tsx'
import { arrangePopups, type Popup } from './notice-popups.ts'

const closesAfter = 6000

const asNotification = ({ key, severity, title, message, link: path, ids }: Popup) => {
  const { colour, icon: LookIcon } = noticeLook[severity]
  const { markSeen } = noticesStore.getState()
  return {
    id: key,
    color: colour,
    icon: <LookIcon size={18} aria-hidden />,
    title,
    // Errors stay until they are closed, and speak at once; the rest waits its turn and goes by itself.
    autoClose: severity === 'error' ? (false as const) : closesAfter,
    role: severity === 'error' ? 'alert' : 'status',
    message: (
      <>
        <Text component="span" size="sm">
          {message}
        </Text>
        {path !== undefined && (
          <>
            {' '}
            <Anchor
              underline="always"
              href={link(path)}
              onClick={() => {
                notifications.hide(key)
                void markSeen(ids).catch(() => {})
              }}
            >
              Show
            </Anchor>
          </>
        )}
      </>
    ),
    onClose: () => noticesStore.getState().dismiss(ids),
  }
}

/** Keeps the popups of the corner in step with the notices that arrived. Those that came while nobody could see the page wait for them. */
export const NoticePopups = () => {
  const popped = useStore(noticesStore, (state) => state.popped)
  const shown = useRef(new Map<string, string>())
  const isHidden = useDocumentVisibility() === 'hidden'
  useEffect(() => noticesStore.getState().watch(), [])
  useEffect(() => {
    if (isHidden) return
    const popups = arrangePopups(popped)
    const keys = new Set(popups.map(({ key }) => key))
    for (const key of shown.current.keys()) {
      if (keys.has(key)) continue
      shown.current.delete(key)
      notifications.hide(key)
    }
    for (const popup of popups) {
      const content = `${popup.title}\n${popup.message}`
      const before = shown.current.get(popup.key)
      if (before === content) continue
      shown.current.set(popup.key, content)
      if (before === undefined) notifications.show(asNotification(popup))
      else notifications.update(asNotification(popup))
    }
  }, [popped, isHidden])
  return null
}
