import type { Facts } from '../errors'

/** What a look at an archive can bring up. The words, and what to do, are in messages/. */
export const findingCodes = [
  'layer-absent',
  'layer-emptied',
  'layer-count-differs',
  'no-layers',
  'size-differs',
  'digest-differs',
  'manifest-and-index-differ',
  'platform-absent',
  'manifest-absent',
  'empty-blob-layer',
  'zstd-layer',
  'hardlinked-layer',
  'untagged',
  'bad-tag',
  'duplicate-entry',
  'no-end-blocks',
  'platforms-differ',
  'roles-swapped',
  'manifest-alone',
  'relinked',
  'unproven-digests',
  'kept-for-digest',
  'as-is-harms-containerd',
  'as-is-digests-differ',
  'slimmed-before',
  'all-there',
] as const

export type FindingCode = (typeof findingCodes)[number]

/**
 * `broken`: the image can't be sent as it is, if the plan needs what is missing. `remark`: good to know.
 * Facts name the image, so that a save that is stopped says by which one.
 */
export interface Finding {
  readonly code: FindingCode
  readonly weight: 'broken' | 'remark'
  readonly facts: Facts
}

export const broken = (code: FindingCode, facts: Facts = {}): Finding => ({ code, weight: 'broken', facts })
export const remark = (code: FindingCode, facts: Facts = {}): Finding => ({ code, weight: 'remark', facts })
