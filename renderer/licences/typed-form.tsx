import { Autocomplete, Button, Group, NumberInput, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useState } from 'react'
import type { CapacityEntry, Licences, TypedCapacity } from '../../core/contract/capacity.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { licencesStore } from '../stores.ts'
import { licencesText } from './capacity-words.ts'
import type { FeatureName } from './feature-name.ts'
import { dateProblem } from './typed-problems.ts'

interface TypedFormProps {
  /** What may be chosen from; not needed when `name` is given. */
  readonly entries: readonly CapacityEntry[]
  readonly name?: FeatureName
  /** The value that is changed; left out: a new one. */
  readonly typed?: TypedCapacity
}

type Kind = 'number' | 'uncounted' | 'none'

const kindOf = (licences: Licences | undefined): Kind =>
  licences === 'uncounted' ? 'uncounted' : licences === null ? 'none' : 'number'

/** Opens the form for a new value, or to change one. */
export const typeCapacity = (props: TypedFormProps): void => {
  const name = props.typed ?? props.name
  modals.open({
    modalId: 'typed-capacity',
    title: props.typed ? `Change the number of ${name?.feature}` : `Type a number of licences`,
    children: <TypedForm {...props} name={name} onDone={() => modals.close('typed-capacity')} />,
  })
}

const undoAdding = (added: TypedCapacity) => () => licencesStore.getState().remove(added.id)
const undoChanging = (before: TypedCapacity) => () =>
  licencesStore.getState().change({ id: before.id, at: before.at, licences: before.licences, note: before.note })

const TypedForm = ({ entries, name, typed, onDone }: TypedFormProps & { readonly onDone: () => void }) => {
  const [licence, setLicence] = useState<string | null>(name ? `${name.server};${name.daemon}` : null)
  const [feature, setFeature] = useState(name?.feature ?? '')
  const [at, setAt] = useState(typed?.at ?? '')
  const [kind, setKind] = useState<Kind>(kindOf(typed?.licences))
  const [amount, setAmount] = useState<number | string>(typeof typed?.licences === 'number' ? typed.licences : '')
  const [note, setNote] = useState(typed?.note ?? '')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const known = [...new Map(entries.map((it) => [it.vendorLicence, it])).values()]
  const chosen = name ?? known.find((it) => it.vendorLicence === licence)
  const features = entries.filter((it) => it.vendorLicence === licence).map((it) => it.feature)
  const licences: Licences | undefined =
    kind === 'uncounted' ? 'uncounted' : kind === 'none' ? null : typeof amount === 'number' ? amount : undefined
  const problem = at === '' ? undefined : dateProblem(at)
  const isWhole =
    chosen !== undefined && feature.trim() !== '' && licences !== undefined && at !== '' && problem === undefined

  const save = async () => {
    if (!chosen || licences === undefined) return
    setBusy(true)
    setWrong(undefined)
    const { server, daemon } = chosen
    const of = { server, daemon, feature: feature.trim() }
    try {
      if (typed) {
        const before = await licencesStore.getState().change({ id: typed.id, at, licences, note })
        notifyUndo(`${of.feature}: changed.`, undoChanging(before), 'The change was not taken back')
      } else {
        const added = await licencesStore.getState().add({ ...of, at, licences, note })
        const said = `${of.feature}: ${licencesText(licences)} from ${at} on.`
        notifyUndo(said, undoAdding(added), 'The number was not taken out')
      }
      onDone()
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) void save()
      }}
    >
      {name ? (
        <Text mb={12}>
          <b>{name.feature}</b> of {name.server};{name.daemon}
        </Text>
      ) : known.length === 0 ? (
        <Text mb={12}>
          Import a log or a licence file first: it tells the server, its vendor daemons and their features.
        </Text>
      ) : (
        <>
          <Select
            label="Vendor licence"
            data={known.map((it) => ({ value: it.vendorLicence, label: it.shownName }))}
            value={licence}
            onChange={setLicence}
            searchable
            data-autofocus
            mb={12}
          />
          <Autocomplete label="Feature" data={features} limit={50} value={feature} onChange={setFeature} mb={12} />
        </>
      )}
      <SegmentedControl
        aria-label="What is known"
        data={[
          { value: 'number', label: 'A number' },
          { value: 'uncounted', label: 'Uncounted' },
          { value: 'none', label: 'Not known' },
        ]}
        value={kind}
        onChange={setKind}
        mb={12}
      />
      <Group gap={12} align="flex-start" mb={12}>
        {kind === 'number' && (
          <NumberInput
            label="Licences"
            w={120}
            min={0}
            max={60_000_000}
            allowDecimal={false}
            allowNegative={false}
            value={amount}
            onChange={setAmount}
            data-autofocus={name ? true : undefined}
          />
        )}
        <TextInput
          label="From"
          description="Date, or date and time, on the server’s clock"
          placeholder="2026-01-31"
          w={260}
          value={at}
          error={problem}
          onChange={(event) => setAt(event.currentTarget.value.trim())}
        />
      </Group>
      <TextInput
        label="Note"
        description="Where the number is from: an order, a mail"
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        mb={12}
      />
      <Text size="xs" c="dimmed">
        It holds from that day until the next typed number of the feature. What a log or a licence file states goes
        before it. The days it touches are computed anew.
      </Text>
      {wrong && (
        <Text c="red" mt={8} role="alert">
          {wrong}
        </Text>
      )}
      <Group gap={8} mt={16}>
        <Button type="submit" disabled={!isWhole} loading={isBusy}>
          {typed ? 'Change the number' : 'Add the number'}
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}
