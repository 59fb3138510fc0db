import { Kbd, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { sizes } from '../design/tokens.ts'
import { link } from '../navigation.ts'
import { useShownView } from './current-view.ts'
import classes from './header.module.css'
import { modifierKey } from './modifier-key.ts'
import { NoticeCentre } from './notice-centre.tsx'
import { RunningWork } from './running-work.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const Breadcrumb = () => {
  const { crumbs } = useShownView()
  return (
    <nav aria-label="Breadcrumb" className={classes.breadcrumb}>
      <ol>
        {crumbs.map(({ label, path }, index) => {
          const isLast = index === crumbs.length - 1
          return (
            <li key={`${path} ${label}`} aria-current={isLast ? 'page' : undefined} title={label}>
              {path !== undefined && !isLast ? <a href={link(path)}>{label}</a> : label}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

export const Header = () => (
  <header className={classes.header}>
    <Breadcrumb />
    <div className={classes.tools}>
      <UnstyledButton className={classes.search} onClick={() => spotlight.open()} title="Search and commands">
        <IconSearch size={15} stroke={sizes.iconStroke} aria-hidden />
        <span className={classes.searchLabel}>Search</span>
        <Kbd size="xs" aria-hidden>
          {modifierKey} K
        </Kbd>
      </UnstyledButton>
      <RunningWork />
      <NoticeCentre />
      <ThemeSwitch />
    </div>
  </header>
)
