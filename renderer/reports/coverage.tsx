import { Popover, Text, UnstyledButton } from '@mantine/core'
import { formatPercent } from '../formats.ts'
import classes from './report-page.module.css'

interface CoverageProps {
  readonly coverage: number | undefined
  /** Of the period it is compared with. */
  readonly earlier: number | undefined
}

/** How much of the asked time somebody observed, and what that means. */
export const Coverage = ({ coverage, earlier }: CoverageProps) =>
  coverage === undefined ? null : (
    <Popover width={320} position="bottom-end">
      <Popover.Target>
        <UnstyledButton className={classes.coverage}>
          coverage {formatPercent(coverage)}
          {earlier !== undefined && `, earlier ${formatPercent(earlier)}`}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="xs">
          Observed time ÷ asked time. A licence server's log observes the time its vendor daemon ran; before its start,
          after its end and while it stood still nobody looked. That time is hatched in the chart and has no part in
          averages: it is unknown, not zero.
        </Text>
      </Popover.Dropdown>
    </Popover>
  )
