import { typeInfo } from '../api/reports-api.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { type ConsoleIo, ExitStatus, write } from './console-io.ts'

export const typesCommand = async (
  { format }: { readonly format: 'text' | 'json' },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const types = typeInfo(() => false)
  if (format === 'text') {
    const lines = types.map(
      ({ id, name, inputs }) => `${String(id).padStart(4)}  ${name.padEnd(44)} ${inputs.join(', ') || '–'}`,
    )
    await write(io, `${lines.join('\n')}\n`)
    return ExitStatus.well
  }
  const described = types.map(({ id, name, description, classifications, measurements, inputs }) => {
    const raw = dataTypeById(id)?.fieldDetails
    const valued = ({ name: label, values }: { name: string; values?: readonly string[] }) => ({
      name: label,
      ...(values ? { values } : {}),
    })
    return raw && raw.length > 0
      ? { id, name, description, fields: raw.map(valued), inputs }
      : {
          id,
          name,
          description,
          classifications: classifications.map(valued),
          measurements: measurements.map(({ name: label, unit }) => ({ name: label, unit })),
          inputs,
        }
  })
  await write(io, `${JSON.stringify(described, null, 2)}\n`)
  return ExitStatus.well
}
