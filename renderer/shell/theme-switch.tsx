import { ActionIcon, Menu } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useStore } from 'zustand'
import type { Settings } from '../../core/contract/application.ts'
import { useScheme } from '../design/theme.ts'
import { sizes } from '../design/tokens.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { applicationStore } from '../stores.ts'

const themes: readonly { readonly value: Settings['theme']; readonly label: string; readonly icon: typeof IconSun }[] =
  [
    { value: 'system', label: 'As the system', icon: IconDeviceDesktop },
    { value: 'light', label: 'Light', icon: IconSun },
    { value: 'dark', label: 'Dark', icon: IconMoon },
  ]

export const changeTheme = (theme: Settings['theme']): void => {
  applicationStore
    .getState()
    .changeSettings({ theme })
    .catch((error: unknown) => notifyFailed('The theme was not changed', error))
}

export const ThemeSwitch = () => {
  const chosen = useStore(applicationStore, ({ settings }) => settings?.theme ?? 'system')
  const ShownIcon = useScheme() === 'dark' ? IconMoon : IconSun
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label="Theme" title="Theme">
          <ShownIcon size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={chosen} onChange={(value) => changeTheme(value as Settings['theme'])}>
          {themes.map(({ value, label, icon: ThemeIcon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              closeMenuOnClick
              rightSection={<ThemeIcon size={16} stroke={sizes.iconStroke} aria-hidden />}
            >
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
