import { Anchor, Text } from '@mantine/core'
import { useStore } from 'zustand'
import { link } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import { importStore } from '../stores.ts'
import classes from './import.module.css'
import { ServerQuestion } from './server-question.tsx'

/** Logs that do not say which server wrote them, each with a field for the answer. */
export const ServerQuestions = () => {
  const asking = useStore(importStore, (state) => state.records)?.filter(({ needsServer }) => needsServer) ?? []
  if (asking.length === 0) return null
  return (
    <PageSection title={asking.length === 1 ? 'Which server wrote this log?' : 'Which servers wrote these logs?'}>
      <Text c="dimmed">
        They have no start banner and do not continue a known log, so their licence server is not known. Until it is,
        their lines count for the server “unknown”.
      </Text>
      <ul className={classes.questions}>
        {asking.map((record) => (
          <li key={record.id}>
            <div>
              <Anchor href={link(`/import/${record.id}`)} c="inherit" fw={500}>
                {record.fileName}
              </Anchor>
              <Text size="xs" c="dimmed">
                {record.outcome}
              </Text>
            </div>
            <ServerQuestion record={record} />
          </li>
        ))}
      </ul>
    </PageSection>
  )
}
