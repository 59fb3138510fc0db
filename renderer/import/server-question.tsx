import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { messageOf } from '../feedback/message-of.ts'
import { importStore } from '../stores.ts'
import classes from './import.module.css'

/** What it means that a log does not name its server. */
export const whyServerIsAsked =
  'The log has no start banner and does not continue a known one, so its licence server is not known. Until it is, its lines count for the server “unknown”.'

/** Asks somebody who knows which licence server wrote the log. */
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
        aria-label={`Name of the licence server that wrote ${fileName}`}
        placeholder="Name of the licence server"
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
