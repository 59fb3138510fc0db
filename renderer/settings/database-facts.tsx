import { ActionIcon, Anchor, CopyButton, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { DatabaseInfo } from '../../core/contract/application.ts'
import { count, formatBytes } from '../formats.ts'
import { link } from '../navigation.ts'
import classes from './settings.module.css'

/** Where everything is kept, and how large it is. */
export const DatabaseFacts = ({ database }: { readonly database: DatabaseInfo }) => (
  <div className={classes.row}>
    <div>
      <Text fw={500}>Database</Text>
      <Text size="xs" c="dimmed">
        One file holds everything. Which one is chosen when Lictor starts (<code>--db</code>).
      </Text>
    </div>
    <div>
      <div className={classes.path}>
        <span className="mono" title={database.path}>
          {database.path}
        </span>
        <CopyButton value={database.path}>
          {({ copied, copy }) => (
            <ActionIcon size="sm" aria-label="Copy the path" title="Copy the path" onClick={copy}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      </div>
      <Text size="xs" c="dimmed">
        {formatBytes(database.bytes)} ·{' '}
        <Anchor inherit underline="always" href={link('/sources')}>
          {count(database.sources, 'source')}
        </Anchor>{' '}
        ·{' '}
        <Anchor inherit underline="always" href={link('/import')}>
          {count(database.imports, 'import')}
        </Anchor>{' '}
        · {count(database.days, 'day')}
      </Text>
    </div>
  </div>
)
