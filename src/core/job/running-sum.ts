import { createSHA256 } from 'hash-wasm'

/** SHA-256 of bytes that come piece by piece. */
export interface RunningSum {
  add(bytes: Uint8Array): void
  /** In hex, as `sha256sum` prints it; nothing may be added any more. */
  end(): string
}

export async function runningSum(): Promise<RunningSum> {
  const hasher = await createSHA256()
  return { add: (bytes) => void hasher.update(bytes), end: () => hasher.digest('hex') }
}
