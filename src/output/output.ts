/** One output to be: what it is called, how large it comes, and how its Blob is made. */
export interface Output {
  /** Under which it is shown what becomes of it. */
  readonly id: string
  readonly name: string
  /** The file that it is made of, as errors name it. */
  readonly source: string
  /** As planned; 0 where that is not known. */
  readonly bytes: number
  /** Called only once it is known where it goes. */
  readonly make: (onProgress: OnProgress, signal: AbortSignal) => Promise<Blob>
  /** Called, once or more often, when nobody needs the Blob's bytes any more: it was written, or will never be. */
  readonly forget?: () => void
}

/** Bytes done, of how many. */
export type OnProgress = (done: number, total: number) => void

/** Bytes written so far. */
export type OnWritten = (bytes: number) => void

/** How outputs leave the page: gzipped or not, whole or in parts of so many bytes. */
export interface Packaging {
  readonly gzip: boolean
  readonly partSize: number | undefined
}

/** A save while it goes on. */
export interface Save {
  readonly gzip: boolean
  /** Told of bytes written, of how many; never where the browser's own downloads do it. */
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}
