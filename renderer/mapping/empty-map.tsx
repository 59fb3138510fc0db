import { Anchor, Button } from '@mantine/core'
import type { MapSummary } from '../../core/contract/mapping.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { link } from '../navigation.ts'
import { mappingStore } from '../stores.ts'
import { chooseMapFile } from './map-files.ts'
import { laterWords, type MapKindWords } from './map-kinds.ts'
import classes from './mapping.module.css'

const rules: { readonly [F in 'first' | 'many']: string } = {
  first: 'The first line that matches a name decides: each name is in one group.',
  many: 'A name is in every group that matches it. The word in brackets is the type of the group, such as department or site.',
}

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
        {summary?.purpose} Without a map every {words.name} counts as <code>undef</code>.
      </p>
      <pre className={classes.example}>{words.example}</pre>
      <p>
        {rules[summary?.firstMatchWins === false ? 'many' : 'first']} <code>*</code> stands for any letters,{' '}
        <code>?</code> for one; capitals do not matter. <code>DEFAULT</code> takes everybody else.
      </p>
      {summary && summary.types.length === 0 && (
        <p>No report that can be answered so far shows it. {laterWords(summary.laterTypes)}</p>
      )}
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
          . A changed map regroups all history.
        </p>
      )}
    </EmptyState>
  </div>
)
