/** Of the origin's private file system, in workers only: TypeScript's DOM library leaves it out. */
interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>
}

interface FileSystemSyncAccessHandle {
  write(bytes: Uint8Array<ArrayBuffer>, options?: { at?: number }): number
  flush(): void
  close(): void
}
