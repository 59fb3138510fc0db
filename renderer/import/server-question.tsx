import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { messageOf } from '../feedback/message-of.ts'
import { importStore } from '../stores.ts'
import classes from './import.module.css'

/** The log does not name its licence server, so somebody who knows it is asked. */
export const ServerQuestion = ({ record: { id, fileName } }: { readonly record: ImportRecord }) => {
  const [server, setServer] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const answer = async () => {
    setBusy(true)
    setWrong(undefined)
    try {
      await importStore.getState().setServer(id, server.trim())
    } catch (error) {
      setWrong(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={classes.question}
      onSubmit={(event) => {
        event.preventDefault()
        if (server.trim() !== '') void answer()
      }}
    >
      <TextInput
        label="Which licence server wrote this log?"
        aria-label={`Which licence server wrote this log? ${fileName}`}
        description="The file has no start banner and does not continue a known log. Until you say it, its lines count for the server “unknown”."
        placeholder="Name of the server"
        value={server}
        maxLength={255}
        error={wrong}
        onChange={(event) => setServer(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={server.trim() === ''} loading={isBusy}>
        Set server
      </Button>
    </form>
  )
}
