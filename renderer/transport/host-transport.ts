import type { Transport } from '../../core/contract/client.ts'

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** The host does not answer; it is tried again at `retryAt` (epoch milliseconds). */
  | { readonly kind: 'lost'; readonly retryAt: number }
  /** The host answers but does not let this page in: its session is over. */
  | { readonly kind: 'refused' }

export interface OfferedUpload {
  readonly fileId: string
  readonly name: string
}

/** What a host gives the page: the contract's line, and the few things that are not calls. */
export interface HostTransport extends Transport {
  /** Hands a dropped or chosen file to the core; `onProgress` hears sent bytes where the host copies them. */
  offerFile(file: File, onProgress?: (sentBytes: number) => void, signal?: AbortSignal): Promise<OfferedUpload>
  /** Saves a written export under the given name (`/exports/<id>` in a browser page). */
  readonly downloadAddress: (exportId: string) => string | undefined
  readonly connection: () => ConnectionState
  onConnection(listener: (state: ConnectionState) => void): () => void
  retryNow(): void
}
