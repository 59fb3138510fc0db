import { Anchor, Button } from '@mantine/core'
import type { MapSummary } from '../../core/contract/mapping.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { link } from '../navigation.ts'
import { mappingStore } from '../stores.ts'
import { chooseMapFile } from './map-files.ts'
import type { MapKindWords } from './map-kind-words.ts'
import classes from './mapping.module.css'

/** What this kind of map is for, with an example, and how to begin. */
export const EmptyMap = ({
  words,
  summary,
}: {
  readonly words: MapKindWords
  readonly summary: MapSummary | undefined
}) => (
  <div className={classes.empty}>
    <EmptyState
      title={`No map yet: ${words.title.toLowerCase()}`}
      order={2}
      actions={
        <>
          <Button onClick={() => chooseMapFile(words.kind)}>Import a map file…</Button>
          <Button variant="default" onClick={() => mappingStore.getState().edit(words.kind, words.example)}>
            Start from this example
          </Button>
        </>
      }
    >
      <p>
        {summary?.purpose} {words.without ?? `Without a map a ${words.name} ${words.left[0]}.`}
      </p>
      <pre className={classes.example}>{words.example}</pre>
      <p>
        {words.rule} <code>*</code> stands for any letters, <code>?</code> for one; capitals do not matter.
      </p>
      {summary && summary.types.length > 0 && (
        <p>
          Reports that show it:{' '}
          {summary.types.map((type, at) => (
            <span key={type}>
              {at > 0 && ', '}
              <Anchor underline="always" href={link(`/reports/${type}`)}>
                [{type}]
              </Anchor>
            </span>
          ))}
          . A changed map counts for all history.
        </p>
      )}
    </EmptyState>
  </div>
)
