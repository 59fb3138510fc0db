import { ConsoleError } from '../../core/contract/errors.ts'
import type { OfferedUpload } from './host-transport.ts'

/**
 * Streams a file to `POST /files?name=...` and gives the id under which the core knows it. An XMLHttpRequest, because `fetch`
 * tells nothing of the upload's progress and can stream a body over HTTP/2 only.
 */
export const uploadFile = (
  file: File,
  csrf: string,
  onProgress?: (sentBytes: number) => void,
  signal?: AbortSignal,
): Promise<OfferedUpload> =>
  new Promise((resolve, reject) => {
    const stopped = () =>
      reject(new ConsoleError('cancelled', `${file.name} was not imported. Nothing of it was kept.`))
    const refused = (message: string) => reject(new ConsoleError('refused', message))
    if (signal?.aborted) return stopped()
    const request = new XMLHttpRequest()
    request.open('POST', `/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-lc-csrf', csrf)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded)
    request.onabort = stopped
    request.onerror = () =>
      refused(
        `${file.name} could not be handed over: it cannot be read, it is a folder, or Lictor does not answer. Nothing of it was kept.`,
      )
    request.onload = () => {
      const answer = request.response as { fileId?: string; error?: { message: string } } | null
      if (request.status < 300 && answer?.fileId) resolve({ fileId: answer.fileId, name: file.name })
      else
        refused(
          answer?.error?.message ?? `${file.name} was not taken in (HTTP ${request.status}). Nothing of it was kept.`,
        )
    }
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
