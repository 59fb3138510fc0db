import { Button, Group, Select, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../feedback/message-of.ts'
import { PageSection } from '../shell/page-body.tsx'
import { importStore, sourcesStore } from '../stores.ts'

/** Several servers have the file's vendor daemon: somebody who knows says which is meant. */
export const ServerAnswer = ({ importId, fileName }: { readonly importId: number; readonly fileName: string }) => {
  const sources = useStore(sourcesStore, (state) => state.sources) ?? []
  useEffect(() => sourcesStore.getState().watch(), [])
  const [server, setServer] = useState<string | null>(null)
  const [wrong, setWrong] = useState<string>()
  const answer = async () => {
    if (!server) return
    setWrong(undefined)
    try {
      await importStore.getState().setServer(importId, server)
    } catch (error) {
      setWrong(messageOf(error))
    }
  }
  return (
    <PageSection title="Which server is meant?">
      <Text c="dimmed" mb={8}>
        The file does not name its server, and several have this vendor daemon. Until it is known, its numbers count
        nowhere.
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void answer()
        }}
      >
        <Group gap={8} align="flex-start">
          <Select
            aria-label={`Server that ${fileName} belongs to`}
            placeholder="Server"
            data={[...new Set(sources.map((source) => source.server))]}
            value={server}
            onChange={setServer}
            error={wrong}
            searchable
            w={280}
          />
          <Button type="submit" variant="default" disabled={!server}>
            Set server
          </Button>
        </Group>
      </form>
    </PageSection>
  )
}
