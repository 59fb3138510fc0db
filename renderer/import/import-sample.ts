import { notifyFailed } from '../feedback/notify.ts'
import { navigate } from '../navigation.ts'
import { importStore } from '../stores.ts'

/** Imports the bundled sample log, and goes where its progress is shown. */
export const importSample = (): void => {
  navigate('/import')
  importStore
    .getState()
    .importSample()
    .catch((error: unknown) => notifyFailed('The sample log was not imported', error))
}
