import { Button, Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { MapCheck, MapFinding, MapFindingKind } from '../../core/contract/mapping.ts'
import { formatNumber } from '../formats.ts'
import classes from './mapping.module.css'

const kindWords: { readonly [K in MapFindingKind]: string } = {
  malformed: 'Not understood',
  duplicate: 'Duplicates',
  shadowed: 'Never reached',
  'unused-pattern': 'Match nothing',
  'unused-group': 'Unused groups',
  'empty-group': 'Empty groups',
}

const severityLook = {
  error: { word: 'Error', icon: IconCircleX, colour: 'var(--lictor-danger)' },
  warning: { word: 'Warning', icon: IconAlertTriangle, colour: 'var(--lictor-warning)' },
  info: { word: 'Hint', icon: IconInfoCircle, colour: 'var(--lictor-text-muted)' },
} as const

const portion = 100

interface FindingListProps {
  readonly check: MapCheck
  readonly onGoTo: (line: number) => void
}

/** What is odd about the text, line by line. A press leads to the line. */
export const FindingList = memo(({ check, onGoTo }: FindingListProps) => {
  const [kind, setKind] = useState<MapFindingKind>()
  const [shown, setShown] = useState(portion)
  const kinds = (Object.keys(kindWords) as MapFindingKind[]).filter((it) => check.findingCounts[it] > 0)
  const all = kinds.reduce((sum, it) => sum + check.findingCounts[it], 0)
  const chosen = kind !== undefined && kinds.includes(kind) ? kind : undefined
  const found = chosen ? check.findings.filter((it) => it.kind === chosen) : check.findings
  const total = chosen ? check.findingCounts[chosen] : all
  if (all === 0)
    return (
      <Text c="dimmed" p={16}>
        Nothing odd: every line is understood, reached, and takes a known name.
      </Text>
    )
  return (
    <div className={classes.scrolled}>
      <fieldset className={classes.chips} aria-label="Kinds of findings">
        <Chip label="All" amount={all} isOn={chosen === undefined} onClick={() => setKind(undefined)} />
        {kinds.map((it) => (
          <Chip
            key={it}
            label={kindWords[it]}
            amount={check.findingCounts[it]}
            isOn={chosen === it}
            onClick={() => setKind(it)}
          />
        ))}
      </fieldset>
      <ul className={classes.findings} aria-label="Findings">
        {found.slice(0, shown).map((finding) => (
          <Finding key={`${finding.line} ${finding.kind} ${finding.message}`} finding={finding} onGoTo={onGoTo} />
        ))}
      </ul>
      {found.length > shown && (
        <Button variant="default" m={8} onClick={() => setShown(shown + 10 * portion)}>
          Show more of {formatNumber(found.length)}
        </Button>
      )}
      {found.length <= shown && found.length < total && (
        <Text size="xs" c="dimmed" p={8}>
          The first {formatNumber(found.length)} of {formatNumber(total)}. The others show when these are settled.
        </Text>
      )}
    </div>
  )
})

const Chip = (props: {
  readonly label: string
  readonly amount: number
  readonly isOn: boolean
  readonly onClick: () => void
}) => (
  <UnstyledButton className={classes.chip} aria-pressed={props.isOn} onClick={props.onClick}>
    {props.label} <span className={classes.amount}>{formatNumber(props.amount)}</span>
  </UnstyledButton>
)

const Finding = ({ finding, onGoTo }: { readonly finding: MapFinding; readonly onGoTo: (line: number) => void }) => {
  const { word, icon: LookIcon, colour } = severityLook[finding.severity]
  const { otherLine } = finding
  return (
    <li className={classes.finding}>
      <UnstyledButton className={classes.findingMain} onClick={() => onGoTo(finding.line)}>
        <LookIcon size={16} color={colour} role="img" aria-label={word} />
        <span className={classes.findingLine}>Line {formatNumber(finding.line)}</span>
        <span>
          {finding.message} <span className="muted">{finding.advice}</span>
        </span>
      </UnstyledButton>
      {otherLine !== undefined && (
        <UnstyledButton className={classes.otherLine} onClick={() => onGoTo(otherLine)}>
          To line {formatNumber(otherLine)}
        </UnstyledButton>
      )}
    </li>
  )
}
