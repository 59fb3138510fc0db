import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page-body.module.css'

interface PageBodyProps {
  readonly title: string
  /** At the right of the title. */
  readonly actions?: ReactNode
  readonly width?: 'wide' | 'narrow'
  readonly children: ReactNode
}

/** A page that scrolls as a whole: title, actions, content on the common margins. */
export const PageBody = ({ title, actions, width = 'wide', children }: PageBodyProps) => (
  <div className={classes.body} data-width={width}>
    <div className={classes.head}>
      <Title order={1}>{title}</Title>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
    {children}
  </div>
)

/** A part of a page under its own heading. */
export const PageSection = ({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) => (
  <section className={classes.section} aria-label={title}>
    <div className={classes.sectionHead}>
      <Title order={2}>{title}</Title>
      {aside}
    </div>
    {children}
  </section>
)
