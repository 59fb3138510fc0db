import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { sizes } from '../design/tokens.ts'
import { count } from '../formats.ts'
import { link, usePlace } from '../navigation.ts'
import { type Page, pages } from '../pages.tsx'
import { eventsStore, fleetStore } from '../stores.ts'
import { badgeWords, needsHand } from './fleet-store.ts'
import { Mark } from './mark.tsx'
import classes from './rail.module.css'

const groups: readonly Page['group'][] = ['Usage', 'Data', 'Fleet', 'Console']

export const Rail = () => {
  const { segments } = usePlace()
  const iconsOnly = useMediaQuery(`(max-width: ${sizes.railCollapsesAt - 1}px)`, undefined, {
    getInitialValueInEffect: false,
  })
  const gateway = useStore(fleetStore, (state) => state.gateway)
  useEffect(() => fleetStore.getState().watch(), [])
  const errors = useStore(eventsStore, (state) => state.unseenErrors)
  useEffect(() => eventsStore.getState().watchErrors(), [])
  const badges: { readonly [path: string]: { readonly n: number; readonly words: string } } = {
    '/agents': { n: needsHand(gateway), words: badgeWords(gateway) },
    '/events': { n: errors, words: `${count(errors, 'error')} to look at` },
  }
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
                    <Badge badge={badges[page.path]} />
                  </a>
                </Tooltip>
              </li>
            ))}
        </ul>
      ))}
    </nav>
  )
}

interface BadgeProps {
  readonly badge: { readonly n: number; readonly words: string } | undefined
}

/** Counts what needs a hand; nothing where nothing does. */
const Badge = ({ badge }: BadgeProps) =>
  badge && badge.n > 0 ? (
    <span className={classes.badge} title={badge.words}>
      <span aria-hidden>{badge.n > 999 ? '999+' : badge.n}</span>
      <span className="visually-hidden">, {badge.words}</span>
    </span>
  ) : null
