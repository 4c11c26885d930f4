import type { Engine, Refusal } from './engine'

const NOT_RESOLVED: readonly Refusal[] = [{ prints: 'failed to resolve layers: layer "…" not found' }]

const NOT_IN_STORE = {
  by: 'Docker 26, ctr images import',
  prints: 'failed to get reader from content store: content digest sha256:…: not found',
}
/** Docker 28 keeps the name of what it could not unpack. */
const NOT_UNPACKED = {
  by: 'Docker 28',
  prints: 'Error unpacking image … content digest sha256:…: not found',
  succeeds: true,
} as const
const NOT_FOUND: readonly Refusal[] = [NOT_UNPACKED, NOT_IN_STORE]
const LOST_TREE: readonly Refusal[] = [
  { by: 'ctr images import', prints: 'content digest sha256:…: not found' },
  { by: 'Docker', prints: 'Loaded image: …', silent: true },
]
const BAD_DIFF_ID: readonly Refusal[] = [
  {
    by: 'Docker 28',
    prints: 'Error unpacking image … wrong diff id calculated on extraction "sha256:…"',
    succeeds: true,
  },
  { by: 'Docker 26, ctr images import', prints: 'wrong diff id calculated on extraction "sha256:…"' },
  { of: 'gzip', prints: 'gzip: invalid checksum' },
]

/**
 * containerd alone (a node of Kubernetes, `ctr`, `nerdctl`), and Docker with the containerd image store. An entry is stored under
 * the digest that its bytes have, never under its name: an emptied one simply is the empty blob.
 */
export const containerd: Engine = {
  keyedBy: 'digests',
  slim: { 'docker-archive': 'damaged', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {
    'xz-layer': { prints: 'failed to extract layer sha256:…: unexpected EOF' },
    'bzip2-layer': { prints: 'failed to extract layer sha256:…: unexpected EOF' },
    'lz4-layer': { prints: 'failed to extract layer sha256:…: unexpected EOF' },
    'packed-called-plain': { prints: 'failed to extract layer sha256:…' },
    'other-digests': { prints: 'failed to get reader from content store: content digest sha512:…: not found' },
    'list-marked': { prints: "invalid character 'ï' looking for beginning of value" },
    'behind-index': { prints: "invalid character '{' after top-level value" },
    'no-layout-file': { prints: 'unrecognized image format' },
    'no-media-type': { prints: 'Target.MediaType must be set: invalid argument' },
    'no-size': { prints: 'Target.Size must be greater than zero: invalid argument' },
    'hardlinked-layer': { by: 'ctr images import' },
    untagged: { by: 'ctr images import' },
  },
  unread: [],
  stops: {
    'manifest-damaged': { 'docker-archive': [], 'oci-layout-with-list': LOST_TREE, 'oci-layout': LOST_TREE },
    'config-damaged': {
      'docker-archive': [{ of: 'no-json', prints: 'unexpected end of JSON input' }],
      'oci-layout-with-list': LOST_TREE,
      'oci-layout': LOST_TREE,
    },
    'layer-damaged': { 'docker-archive': BAD_DIFF_ID, 'oci-layout-with-list': NOT_FOUND, 'oci-layout': NOT_FOUND },
  },
  withoutLayer: {
    'docker-archive': { loads: 'nowhere', prints: NOT_RESOLVED },
    'oci-layout-with-list': { loads: 'with-base', prints: NOT_FOUND },
    'oci-layout': { loads: 'with-base', prints: NOT_FOUND },
  },
  withoutBase: [
    { ...NOT_UNPACKED, leaves: 'the tag' },
    { ...NOT_IN_STORE, leaves: 'nothing' },
  ],
}
