import classes from './data-grid.module.css'

interface GridHeaderProps {
  readonly title: string
  readonly unit?: string
}

/** The inside of a header: what is measured, and muted after it in what. */
export const GridHeader = ({ title, unit }: GridHeaderProps) => (
  <span className={classes.header}>
    {title}
    {unit && <span className={classes.unit}> {unit}</span>}
  </span>
)
