import { Text, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ImportRecord, Rejection } from '../../core/contract/imports.ts'
import { formatNumber } from '../formats.ts'
import { PageSection } from '../shell/page-body.tsx'
import classes from './import.module.css'

const Examples = ({ rejection: { examples, count } }: { readonly rejection: Rejection }) => (
  <>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide lines scroll sideways, with the keyboard too */}
    <section className={classes.lines} tabIndex={0} aria-label="Examples">
      <table>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {examples.map(({ line, text }) => (
            <tr key={line}>
              <th scope="row">{formatNumber(line)}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
    {count > examples.length && (
      <Text size="xs" c="dimmed" mt={4}>
        The first {formatNumber(examples.length)} of {formatNumber(count)}.
      </Text>
    )}
  </>
)

const RejectionItem = ({
  rejection,
  isOpenAtFirst,
}: {
  readonly rejection: Rejection
  readonly isOpenAtFirst: boolean
}) => {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  return (
    <li className={classes.rejection}>
      <UnstyledButton
        className={classes.reason}
        onClick={() => setOpen(!isOpen)}
        aria-expanded={isOpen}
        aria-controls={id}
      >
        <IconChevronRight size={14} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
        <span className={classes.reasonName}>{rejection.reason}</span>
        <span className={classes.reasonCount}>{formatNumber(rejection.count)}</span>
      </UnstyledButton>
      <div id={id} hidden={!isOpen} className={classes.reasonBody}>
        <Text c="dimmed" mb={8}>
          {rejection.explanation}
        </Text>
        {rejection.examples.length > 0 && <Examples rejection={rejection} />}
      </div>
    </li>
  )
}

interface RejectionsProps {
  readonly rejections: readonly Rejection[]
  readonly record: ImportRecord
}

/** Each reason for which lines were not used, with its count, what it means, and the first lines themselves. */
export const Rejections = ({ rejections, record }: RejectionsProps) => (
  <PageSection title="Rejected lines">
    {rejections.length === 0 ? (
      <Text c="dimmed">{record.linesRead > 0 ? 'Every line was understood.' : 'No line was read.'}</Text>
    ) : (
      <ul className={classes.rejections}>
        {rejections.map((rejection, index) => (
          <RejectionItem key={rejection.reason} rejection={rejection} isOpenAtFirst={index === 0} />
        ))}
      </ul>
    )}
  </PageSection>
)
