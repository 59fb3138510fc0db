import type { DocumentedColumn } from '../tables/documented-columns.ts'

/** Columns of an export of Autodesk's usage, as the README has them; synonyms are what Autodesk's own pages and interfaces call them. */
export const autodeskColumns: readonly DocumentedColumn[] = [
  {
    name: 'date',
    meaning: 'day or month of the use',
    isRequired: true,
    synonyms: ['usage date', 'usage day', 'day', 'date of usage', 'usage month', 'month', 'consumption date'],
  },
  {
    name: 'feature',
    meaning: 'the product that was used',
    isRequired: true,
    synonyms: ['child product name', 'product name', 'product', 'application', 'product or service'],
  },
  {
    name: 'package',
    meaning: 'the offering of the contract',
    synonyms: ['offering', 'offering name', 'collection', 'suite', 'product family', 'product name'],
  },
  { name: 'version', meaning: 'version of the product', synonyms: ['product version', 'release', 'version year'] },
  {
    name: 'user',
    meaning: 'who used it: address, name or number, hashed or not',
    synonyms: [
      'email address',
      'user email',
      'email',
      'user email address',
      'user name',
      'full name',
      'user id',
      'hashed user id',
      'end user',
    ],
  },
  {
    name: 'tokens',
    meaning: 'tokens charged',
    synonyms: [
      'tokens consumed',
      'tokens used',
      'token used',
      'token count',
      'total tokens',
      'tokens charged',
      'token',
    ],
  },
  {
    name: 'sessions',
    meaning: 'how often; 1 where it is not told',
    synonyms: ['session count', 'usage count', 'times used', 'launches', 'total sessions', 'sessions count'],
  },
  {
    name: 'usage type',
    meaning: 'what tells a seat from tokens',
    synonyms: ['usage category', 'charge type', 'subscription type', 'access type', 'license type', 'entitlement type'],
  },
  {
    name: 'team',
    meaning: 'team of the user',
    synonyms: ['team name', 'team alias', 'group', 'group name', 'user group'],
  },
  { name: 'source host', meaning: 'where it was collected', synonyms: ['account', 'host', 'portal'] },
  { name: 'collected by', meaning: 'what collected it: *Type* in reports', synonyms: ['collector', 'data source'] },
]
