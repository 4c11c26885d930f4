/** Where a target's plain bytes go while they are walked. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>
  /** Throws `out-of-space` where `bytes` in all are known not to fit. */
  expect(bytes: number): void
  finish(): Promise<Blob>
}
