import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { sizes } from '../design/tokens.ts'
import { link, usePlace } from '../navigation.ts'
import { type Page, pages } from '../pages.tsx'
import { Mark } from './mark.tsx'
import classes from './rail.module.css'

const groups: readonly Page['group'][] = ['Usage', 'Data', 'Console']

export const Rail = () => {
  const { segments } = usePlace()
  const iconsOnly = useMediaQuery(`(max-width: ${sizes.railCollapsesAt - 1}px)`, undefined, {
    getInitialValueInEffect: false,
  })
  return (
    <nav className={classes.rail} aria-label="Pages">
      <a className={classes.name} href={link('/overview')} aria-label="Lictor: overview">
        <Mark />
        <span className={classes.label}>Lictor</span>
      </a>
      {groups.map((group) => (
        <ul key={group} className={classes.group} aria-label={group}>
          {pages
            .filter((page) => page.group === group)
            .map((page) => (
              <li key={page.path}>
                <Tooltip label={page.label} position="right" disabled={!iconsOnly}>
                  <a
                    className={classes.item}
                    href={link(page.path)}
                    aria-current={page.path === `/${segments[0]}` ? 'page' : undefined}
                  >
                    <page.icon size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />
                    <span className={classes.label}>{page.label}</span>
                  </a>
                </Tooltip>
              </li>
            ))}
        </ul>
      ))}
    </nav>
  )
}
