import type { ImportState } from '../../core/contract/imports.ts'
import { stateLook } from './import-look.ts'

export const StateSign = ({ state, size = 16 }: { readonly state: ImportState; readonly size?: number }) => {
  const { word, icon: LookIcon, colour } = stateLook[state]
  return (
    <LookIcon size={size} stroke={1.7} color={`var(--mantine-color-${colour}-text)`} role="img" aria-label={word}>
      <title>{word}</title>
    </LookIcon>
  )
}
