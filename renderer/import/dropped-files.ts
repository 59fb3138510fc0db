/** More files than this in one drop are not taken in: somebody dropped a whole disk. */
export const mostDropped = 1000

const filesOf = async (entry: FileSystemEntry, found: File[]): Promise<void> => {
  if (found.length > mostDropped) return
  if (entry.isFile) {
    found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)))
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  // A reader answers in portions of about a hundred; an empty one is the last.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0) return
    for (const inner of portion) await filesOf(inner, found)
  }
}

/** Every file of a drop, those in dropped folders included. Must be called while the drop event is handled. */
export const droppedFiles = async (transfer: DataTransfer): Promise<readonly File[]> => {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = items.map((item) => item.webkitGetAsEntry())
  // A file that was dragged by itself is taken as it came, so that the desktop host can find its path.
  const plain = items.map((item) => item.getAsFile())
  const found: File[] = []
  for (const [index, entry] of entries.entries()) {
    const file = plain[index]
    if (entry?.isDirectory) await filesOf(entry, found)
    else if (file) found.push(file)
  }
  return found
}

export const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false
