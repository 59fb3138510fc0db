/**
 * The one file of colours, spaces and sizes. Mantine, AG Grid and ECharts are all driven from here; no colour literal
 * stands anywhere else. Contrast is WCAG 2.2 AA in both schemes: text 4.5 : 1, boundaries of controls and series 3 : 1.
 */

export type Scheme = 'light' | 'dark'

export interface Colours {
  /** Behind tables, charts and forms. */
  readonly page: string
  /** Rail, toolbars, table headers, status bar. */
  readonly surface: string
  /** Popovers, dialogs, the palette. */
  readonly raised: string
  readonly hover: string
  /** Lines between things. */
  readonly border: string
  /** Boundaries of inputs and unselected controls, 3 : 1 on the page. */
  readonly borderControl: string
  readonly text: string
  readonly textMuted: string
  readonly textDisabled: string
  /** Action and selection, and nothing else. */
  readonly accent: string
  readonly accentHover: string
  readonly onAccent: string
  /** Background of the selected thing, and the text that stands on it. */
  readonly accentSoft: string
  readonly accentText: string
  readonly success: string
  readonly successSoft: string
  readonly warning: string
  readonly warningSoft: string
  readonly danger: string
  readonly dangerSoft: string
  readonly focus: string
  /** Behind dialogs. */
  readonly veil: string
  readonly chartGrid: string
  readonly chartAxis: string
  readonly chartText: string
  /** The step line of what is available. */
  readonly capacity: string
  /** Marks of refused requests. */
  readonly denial: string
  /** Strokes of the hatching over time that nobody observed. */
  readonly unobserved: string
  /** The folded rest of the series. */
  readonly otherSeries: string
}

export const colours: { readonly [S in Scheme]: Colours } = {
  light: {
    page: '#ffffff',
    surface: '#f5f6f8',
    raised: '#ffffff',
    hover: '#eceff2',
    border: '#dce0e5',
    borderControl: '#89929c',
    text: '#1a1e23',
    textMuted: '#565f6a',
    textDisabled: '#8b939c',
    accent: '#0a7872',
    accentHover: '#08635e',
    onAccent: '#ffffff',
    accentSoft: '#dff1ef',
    accentText: '#085f5a',
    success: '#17734a',
    successSoft: '#e2f3ea',
    warning: '#8a5a00',
    warningSoft: '#fcf1d9',
    danger: '#bd2b2b',
    dangerSoft: '#fce8e7',
    focus: '#0a7872',
    veil: 'rgb(20 24 28 / 45%)',
    chartGrid: '#e6e9ed',
    chartAxis: '#a9b1ba',
    chartText: '#565f6a',
    capacity: '#1a1e23',
    denial: '#bd2b2b',
    unobserved: '#c3c9d0',
    otherSeries: '#8b939c',
  },
  dark: {
    page: '#14171a',
    surface: '#1a1e22',
    raised: '#21262b',
    hover: '#272d33',
    border: '#2f363d',
    borderControl: '#6d7782',
    text: '#e3e6e9',
    textMuted: '#9ba5af',
    textDisabled: '#6d7782',
    accent: '#35b8ad',
    accentHover: '#52cbc0',
    onAccent: '#071b19',
    accentSoft: '#123a37',
    accentText: '#66d3c9',
    success: '#4fc48a',
    successSoft: '#14352a',
    warning: '#e0ab45',
    warningSoft: '#3b2d10',
    danger: '#f37b73',
    dangerSoft: '#43201f',
    focus: '#35b8ad',
    veil: 'rgb(0 0 0 / 60%)',
    chartGrid: '#262c32',
    chartAxis: '#56606a',
    chartText: '#9ba5af',
    capacity: '#e3e6e9',
    denial: '#f37b73',
    unobserved: '#434b54',
    otherSeries: '#77818b',
  },
}

/** `space(3)` is 12 px: every distance is a multiple of 4. */
export const space = (steps: number): number => steps * 4

/** Pixels. */
export const sizes = {
  text: 13,
  gridText: 12,
  smallText: 12,
  heading: 15,
  pageTitle: 20,
  lineHeight: 1.45,
  radius: 4,
  control: 30,
  gridRow: 30,
  gridHeader: 32,
  gridHeaderTwoLines: 48,
  header: 44,
  statusBar: 26,
  rail: 184,
  railIcons: 48,
  icon: 18,
  iconStroke: 1.6,
  /** Below this window width the rail shows icons only. */
  railCollapsesAt: 1100,
} as const

export const fonts = {
  text: "'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
  mono: "ui-monospace, 'Cascadia Mono', 'SF Mono', Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
} as const

/**
 * Twelve series colours, the most distinct first, the same hue at the same place in both schemes. Found by a search for the
 * largest smallest distance (OKLab) as seen by normal, protan, deutan and tritan eyes, each at least 3 : 1 on the page.
 */
export const seriesPalette: { readonly [S in Scheme]: readonly string[] } = {
  light: [
    '#3c95f0', // blue
    '#4e3906', // umber
    '#b47d06', // ochre
    '#b83c55', // rose
    '#9d77b5', // mauve
    '#77324b', // wine
    '#5826a7', // violet
    '#669677', // sage
    '#406c07', // moss
    '#293871', // navy
    '#825186', // plum
    '#6b67d2', // iris
  ],
  dark: [
    '#058dfa',
    '#8d6c1f',
    '#e8af4f',
    '#f06f84',
    '#ddc1f0',
    '#c22d6d',
    '#b6a0fb',
    '#97e2b2',
    '#669f26',
    '#4963de',
    '#b480b8',
    '#6b6d9a',
  ],
}

/** The place of a name in the palette is its own (a hash): the same feature has the same colour after every start. */
const placeOf = (name: string, places: number): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0
  return ((hash ^ (hash >>> 15)) >>> 0) % places
}

/** The colour of a name standing alone. In one picture with others use `seriesColours`. */
export const seriesColour = (name: string, scheme: Scheme): string =>
  seriesPalette[scheme][placeOf(name, seriesPalette[scheme].length)]

/**
 * One colour per name, none twice while the palette lasts: a name whose own place is taken by an earlier one moves to the
 * next free place, so the larger series, named first, keep theirs. The folded rest takes `colours[scheme].otherSeries`.
 */
export const seriesColours = (names: readonly string[], scheme: Scheme): readonly string[] => {
  const palette = seriesPalette[scheme]
  const taken = new Set<number>()
  return names.map((name) => {
    if (taken.size >= palette.length) return colours[scheme].otherSeries
    let place = placeOf(name, palette.length)
    while (taken.has(place)) place = (place + 1) % palette.length
    taken.add(place)
    return palette[place]
  })
}
