import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { useMediaQuery } from '@mantine/hooks'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { cssVariables, theme } from '../design/theme.ts'
import { sizes } from '../design/tokens.ts'
import { applicationStore } from '../stores.ts'
import { styleNonce } from '../style-nonce.ts'
import { Shell } from './shell.tsx'

/** What the host wrote into the page before the first paint; `system` where it wrote nothing. */
const themeAtStart = (): Settings['theme'] => {
  const written = document.documentElement.dataset.theme
  return written === 'light' || written === 'dark' ? written : 'system'
}
const atStart = themeAtStart()

const useColourScheme = (): 'light' | 'dark' => {
  const chosen = useStore(applicationStore, ({ settings }) => settings?.theme) ?? atStart
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)', undefined, { getInitialValueInEffect: false })
  useEffect(() => {
    document.documentElement.dataset.theme = chosen
  }, [chosen])
  if (chosen !== 'system') return chosen
  return systemIsDark ? 'dark' : 'light'
}

export const App = () => {
  const scheme = useColourScheme()
  useEffect(() => applicationStore.getState().watch(), [])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={scheme}
      getStyleNonce={() => styleNonce}
    >
      <DatesProvider settings={{ firstDayOfWeek: 1, consistentWeeks: true, weekendDays: [] }}>
        <ModalsProvider>
          <Notifications
            position="bottom-right"
            limit={6}
            containerWidth={400}
            transitionDuration={0}
            allowDragDismiss={false}
            mb={sizes.statusBar}
          />
          <Shell />
        </ModalsProvider>
      </DatesProvider>
    </MantineProvider>
  )
}
