/// <reference types="vite-plugin-pwa/client" />

/** As package.json has it. */
declare const LAYERSHED_VERSION: string

declare module 'virtual:one-file' {
  /** The whole page as one file, beside this one; undefined in the one file itself, and while developing. */
  export const oneFile: { readonly name: string; readonly bytes: number; readonly sha256: string } | undefined
}

/** Files that an installed page is opened with, where a browser has that; TypeScript's DOM library leaves it out. */
interface Window {
  launchQueue?: {
    setConsumer(consume: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void
  }
}
