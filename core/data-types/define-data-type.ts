import { type ClassificationLabel, classificationOfLabel } from './classifications.ts'
import type { Classification, DataType, Field, Measurement } from './data-type.ts'
import { type MeasurementLabel, measurementOfLabel } from './measurements.ts'

interface Definition extends Omit<DataType, 'classifications' | 'measurements' | 'fields' | 'fieldDetails'> {
  readonly classifications: readonly (ClassificationLabel | Classification)[]
  readonly measurements: readonly (MeasurementLabel | Measurement)[]
}

/** Fills in what a label stands for. The order is kept: it is the order of the columns in a report. */
export function defineDataType({ classifications, measurements, ...facts }: Definition): DataType {
  return {
    ...facts,
    classifications: classifications.map((it) => (typeof it === 'string' ? classificationOfLabel(it) : it)),
    measurements: measurements.map((it) => (typeof it === 'string' ? measurementOfLabel(it, facts.family) : it)),
  }
}

type RawDefinition = Pick<DataType, 'id' | 'name' | 'description' | 'needs'> & { readonly fields: readonly Field[] }

export function defineRawType({ fields, ...facts }: RawDefinition): DataType {
  return {
    ...facts,
    family: 'raw-hourly',
    classifications: [],
    measurements: [],
    fields: fields.map((field) => field.name),
    fieldDetails: fields,
  }
}
