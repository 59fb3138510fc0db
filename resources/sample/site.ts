/** The invented site of the sample log: nobody and nothing in it exists. */
export const server = 'lic01.halden.example'

export interface Person {
  readonly name: string
  readonly team: 'design' | 'simulation' | 'electronics'
  readonly workstation: string
  readonly laptop?: string
  /** Last number of the machine's address, for the verbose lines. */
  readonly address: number
}

const teams: { readonly [K in Person['team']]: readonly string[] } = {
  design: [
    'astrid.holm',
    'b.okafor',
    'carla.menzel',
    'd.lindqvist',
    'emre.aydin',
    'f.vantongeren',
    'greta.pohl',
    'h.marchetti',
    'Inés Robledo',
    'ivo.kranjc',
    'jana.dvorak',
    'k.osei',
    'L.BRANDT',
  ],
  simulation: ['m.tanaka', 'nils.eriksen', 'o.petrova', 'p.zhao', 'quentin.roy', 'r.abadi', 'svenja.koch'],
  electronics: ['t.nguyen', 'u.farkas', 'Vera Sá', 'w.jansen', 'y.cohen'],
}

export const people: readonly Person[] = (Object.keys(teams) as Person['team'][])
  .flatMap((team) => teams[team].map((name) => ({ name, team })))
  .map((person, i) => ({
    ...person,
    workstation: `HAL-WS-${101 + i}`,
    // Every third of them has a laptop as well.
    ...(i % 3 === 1 || i === 24 ? { laptop: `HAL-LT-${201 + Math.floor(i / 3)}` } : {}),
    address: 21 + i,
  }))

/** Machines without a person in front of them. */
export const computeNodes: readonly string[] = [1, 2, 3, 4, 5, 6].map((n) => `calc0${n}.halden.example`)

export interface Product {
  readonly daemon: string
  /** Licences of each feature. */
  readonly features: { readonly [feature: string]: number }
  readonly package?: { readonly name: string; readonly components: readonly string[] }
  /** Its lines carry the `^^^` tail, which states the number of licences. */
  readonly verbose?: boolean
}

/** Three products: Brickwright (design), Tidemark (flow simulation), Amperel (circuit design). */
export const products: readonly Product[] = [
  {
    daemon: 'brickld',
    features: { bw_base: 20, bw_drafting: 10, bw_surface: 3, bw_sheetmetal: 4, tide_viewer: 1 },
    package: { name: 'BW_PREMIUM', components: ['bw_base', 'bw_surface'] },
  },
  { daemon: 'tidemark', features: { tide_pre: 5, tide_solve: 6, tide_hpc: 64, tide_viewer: 10 } },
  { daemon: 'ampereld', features: { amp_schematic: 6, amp_layout: 3, amp_sim: 1 }, verbose: true },
]

/** What the reread of the licence files in the third week brings. */
export const bought: { readonly [daemon: string]: { readonly [feature: string]: number } } = {
  brickld: { bw_render: 2 },
  ampereld: { amp_sim: 2 },
}
