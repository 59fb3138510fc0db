import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { MapSummary } from '../../core/contract/mapping.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, formatNumber } from '../formats.ts'
import { modifierKey } from '../shell/modifier-key.ts'
import { discardDraft, exportMap, saveMap } from './map-actions.tsx'
import { chooseMapFile } from './map-files.ts'
import type { MapKindWords } from './map-kind-words.ts'
import classes from './mapping.module.css'
import type { OpenMap } from './mapping-store.ts'

interface MapBarProps {
  readonly words: MapKindWords
  readonly open: OpenMap | undefined
  readonly summary: MapSummary | undefined
}

/** Where the map stands, and what can be done with all of it. */
export const MapBar = ({ words, open, summary }: MapBarProps) => {
  const { kind } = words
  const hasDraft = open?.draft !== undefined
  const isSaved = (open?.saved?.revision ?? 0) > 0
  return (
    <>
      <p className={classes.standing} role="status">
        {open?.saved && <Standing open={open} summary={summary} />}
      </p>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => chooseMapFile(kind)}>
          Import a map file…
        </Button>
        {isSaved && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" aria-label="More actions">
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void exportMap(kind)}>Export the saved map</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        {hasDraft && (
          <Button variant="default" onClick={() => discardDraft(kind)}>
            Discard draft
          </Button>
        )}
        <Button
          disabled={!hasDraft}
          loading={open?.isSaving}
          title={`${modifierKey} S in the editor`}
          onClick={() => void saveMap(kind)}
        >
          Save
        </Button>
      </div>
    </>
  )
}

const Standing = ({ open, summary }: { readonly open: OpenMap; readonly summary: MapSummary | undefined }) => {
  const { saved, draft } = open
  return (
    <>
      {draft && <b>{draft.fileName ? `Draft from ${draft.fileName}, not saved` : 'Draft, not saved'}</b>}
      {saved && saved.revision > 0 ? (
        <>
          {draft && ' · '}
          In force: revision {formatNumber(saved.revision)}
          {saved.savedAt !== undefined && (
            <>
              , saved <TimeAgo at={saved.savedAt} />
            </>
          )}
        </>
      ) : (
        !draft && 'Nothing saved yet'
      )}
      {summary && saved && saved.revision > 0 && ` · ${count(summary.groups, 'group')}`}
    </>
  )
}
