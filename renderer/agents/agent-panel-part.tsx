import type { ReactNode } from 'react'
import classes from './agents.module.css'

export const PanelPart = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={classes.part} aria-label={title}>
    <h3>{title}</h3>
    {children}
  </section>
)
