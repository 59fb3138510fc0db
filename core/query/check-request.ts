import { ConsoleError } from '../contract/errors.ts'
import type { ReportRequest } from '../contract/reports.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import type { DataType } from '../data-types/data-type.ts'
import { askedClassifications } from './asked-classifications.ts'

/** The type that a request asks for. @throws ConsoleError naming what is wrong with the request */
export const checkRequest = (request: ReportRequest): DataType => {
  const type = dataTypeById(request.type)
  if (!type) throw new ConsoleError('not-found', `There is no data type ${request.type}. \`lictor types\` lists them.`)
  askedClassifications(type, request)
  if (type.fields && request.groupBy !== null)
    throw new ConsoleError('invalid', `${type.name} [${type.id}] lists single records; it is not grouped.`)
  return type
}
