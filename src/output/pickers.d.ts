/** The save pickers, where a browser has them; TypeScript's DOM library leaves them out. */
interface Window {
  showSaveFilePicker?: (options?: { suggestedName?: string }) => Promise<FileSystemFileHandle>
  showDirectoryPicker?: (options?: { mode?: 'read' | 'readwrite' }) => Promise<FileSystemDirectoryHandle>
}

interface FileSystemHandle {
  remove?(): Promise<void>
}
