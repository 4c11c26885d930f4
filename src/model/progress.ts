/** Bytes, how many of them a second so far, and the seconds that are left at that rate. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly bytesPerSecond: number | undefined
  readonly secondsLeft: number | undefined
}
