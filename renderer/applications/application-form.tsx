import { Button, MultiSelect, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import { editGroup } from '../groups/group-form.tsx'
import { PageSection } from '../shell/page-body.tsx'
import type { ApplicationDraft, DraftProblems } from './application-draft.ts'
import classes from './applications.module.css'

interface ApplicationFormProps {
  readonly draft: ApplicationDraft
  readonly groups: readonly AgentGroup[]
  readonly problems: DraftProblems
  readonly onChange: (part: Partial<ApplicationDraft>) => void
}

/** What the application is called, how its processes are told, and whose agents look for them. */
export const ApplicationForm = ({ draft, groups, problems, onChange }: ApplicationFormProps) => (
  <>
    <div className={classes.fields}>
      <TextInput
        label="Name"
        description="Reports show its use under this name."
        maxLength={200}
        autoFocus
        value={draft.name}
        error={problems.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Switch
        className={classes.watchSwitch}
        label="Watch for it"
        checked={draft.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
      <Textarea
        className={classes.wide}
        label="Description"
        maxLength={1000}
        autosize
        minRows={1}
        maxRows={6}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </div>
    <PageSection title="Programs">
      <p className={classes.help}>
        File names of its programs, with <code>*</code> and <code>?</code> where they vary. Enter or a comma ends a
        name. Case counts on Linux only.
      </p>
      <div className={classes.systems}>
        <Names
          label="Windows"
          placeholder="acme.exe"
          value={draft.windows}
          error={problems.executables}
          onChange={(windows) => onChange({ windows })}
        />
        <Names label="Linux" placeholder="acme" value={draft.linux} onChange={(linux) => onChange({ linux })} />
        <Names label="macOS" placeholder="Acme" value={draft.macos} onChange={(macos) => onChange({ macos })} />
        <Names
          className={classes.wide}
          label="Only from these paths"
          description="The program’s whole path must fit one of them. Empty: from anywhere."
          placeholder="C:\Program Files\Acme\*"
          value={draft.paths}
          onChange={(paths) => onChange({ paths })}
        />
        <Names
          className={classes.wide}
          label="Only by these publishers"
          description="The company named in the file on Windows, the signing team on macOS. Empty: any."
          placeholder="Acme Corporation"
          value={draft.publishers}
          onChange={(publishers) => onChange({ publishers })}
        />
      </div>
    </PageSection>
    <PageSection title="Agent groups">
      <div className={classes.groups}>
        <MultiSelect
          label="Agents of these groups watch for it"
          placeholder={draft.groups.length === 0 ? 'Select groups' : undefined}
          data={groups.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={draft.groups.map(String)}
          onChange={(ids) => onChange({ groups: ids.map(Number) })}
          searchable
          nothingFoundMessage="No such group"
        />
        <Button
          variant="default"
          onClick={() => editGroup({ onMade: ({ id }) => onChange({ groups: [...draft.groups, id] }) })}
        >
          New agent group…
        </Button>
      </div>
    </PageSection>
  </>
)

interface NamesProps {
  readonly label: string
  readonly description?: string
  readonly placeholder: string
  readonly value: readonly string[]
  readonly error?: string | undefined
  readonly className?: string | undefined
  readonly onChange: (names: string[]) => void
}

/** Several names in one field. */
const Names = ({ value, placeholder, ...props }: NamesProps) => (
  <TagsInput
    {...props}
    placeholder={value.length === 0 ? placeholder : undefined}
    value={[...value]}
    splitChars={[',']}
    maxTags={500}
    spellCheck={false}
    clearable={false}
    classNames={{ inputField: classes.nameField }}
  />
)
