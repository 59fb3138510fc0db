import type { MapKindWords } from './map-kind-words.ts'

const feature = { name: 'feature', names: 'features' } as const

/** What licences belong to, cost, and are paid for. */
export const licenceMapWords: readonly MapKindWords[] = [
  {
    ...feature,
    kind: 'featureset.map',
    label: 'Featuresets',
    title: 'Featuresets',
    group: 'Featureset',
    heading: 'GROUP "Flow Suite"',
    rule: 'What a user holds on a machine counts for the cheapest sets that have all of it: @cost is what a set costs, 1 if not said. Features that no set has count as what UNMAPPED says.',
    left: ['counts as unmapped', 'count as unmapped'],
    without: 'Without a map the featureset is undef.',
    changes: ['changes its sets', 'change their sets'],
    example:
      'DEFAULT\n    general:\n        vendor_license="*;flowd"\nGROUP "Flow Basic"\n    @cost=2\n    general:\n        featureset="Flow Basic"\n        product_id=FB-1\n    elements:\n        feature="mesh"\n        feature="solve"\nGROUP "Flow Suite"\n    @cost=5\n    elements:\n        feature="mesh"\n        feature="solve"\n        feature="post*"\nUNMAPPED\n    general:\n        featureset=unmapped\n',
  },
  {
    ...feature,
    kind: 'package.map',
    label: 'Packages',
    title: 'Packages',
    group: 'Package',
    heading: 'MAP: Flow Suite',
    rule: 'For features of which the licence server names no package. A line is a feature, or vendor licence / feature. A feature may be in several packages.',
    left: ['is in no package', 'are in no package'],
    changes: ['changes its package', 'change their package'],
    example: 'MAP: Flow Suite\nmesh\nsolve\npost*\n\nMAP: Draft Bundle\n*;draftd / draft*\n',
  },
  {
    ...feature,
    kind: 'price-list.map',
    label: 'Prices',
    title: 'Prices',
    group: 'Price of a licence',
    brackets: 'From',
    heading: 'MAP: 1200 annual (2024-01-01)',
    rule: 'Behind MAP stands a price: hourly, daily, monthly or annual, in brackets its first day; split shares it among the lines below. A line is a feature, vendor licence / feature, or vendor licence / package:name. The latest day that has begun counts, then the first line that matches.',
    left: ['has no price', 'have no price'],
    changes: ['changes its price', 'change their price'],
    example:
      'MAP: 1200 annual (2024-01-01)\n*;flowd / solve\n\nMAP: 90 monthly split (2024-01-01)\nmesh\npost*\n\n# dearer from the next year on\nMAP: 1320 annual (2025-01-01)\n*;flowd / solve\n',
  },
  {
    ...feature,
    kind: 'entitlement.map',
    label: 'Entitlements',
    title: 'Entitlements',
    group: 'Licences paid for',
    brackets: 'From',
    heading: 'MAP: 25 (2024-01-01)',
    rule: 'Behind MAP stands how many licences are paid for, in brackets the first day. A line is a feature, vendor licence / feature, vendor licence / package:name or vendor licence / featureset:name. The latest day that has begun counts, then the first line that matches.',
    left: ['has no number, and so no overdraft', 'have no number, and so no overdraft'],
    changes: ['changes its number', 'change their number'],
    example:
      'MAP: 25 (2024-01-01)\n*;flowd / solve\n\nMAP: 10\n*;flowd / featureset:Flow Suite\n\nMAP: none (2026-01-01)\n*;flowd / solve\n',
  },
]
