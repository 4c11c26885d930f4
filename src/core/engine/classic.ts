import type { Engine, Refusal } from './engine'

const UNREAD: readonly Refusal[] = [{ prints: 'open …/blobs/json: no such file or directory' }]
const NO_FILE: readonly Refusal[] = [{ prints: 'open …: no such file or directory' }]
const BAD_CONFIG: readonly Refusal[] = [{ of: 'no-json', prints: 'unexpected end of JSON input' }]
const BAD_LAYER: readonly Refusal[] = [
  { prints: 'invalid diffID for layer 1: expected "sha256:…", got "sha256:…"' },
  { by: 'Docker 20.10', of: 'gzip', prints: 'Error processing tar file(gzip: invalid checksum):' },
]

/** Kinds of entries that it unpacks before it looks for an image (moby, `pkg/archive`); of others it says `unhandled`. */
const UNPACKED = ['\0', '0', '1', '2', '3', '4', '5', '6', 'g']
export const isUnpacked = (typeflag: string) => UNPACKED.includes(typeflag)

/** Docker with its graph drivers: the store of its own before containerd's. */
export const classic: Engine = {
  keyedBy: 'chains',
  slim: { 'docker-archive': 'whole', 'oci-layout-with-list': 'whole', 'oci-layout': 'unread' },
  refuses: {
    'zstd-layer': { by: 'Docker before 23', prints: 'invalid tar header' },
    'xz-layer': { by: 'Docker where no xz is installed', prints: 'exec: "xz": executable file not found in $PATH' },
    'lz4-layer': {},
    'encrypted-layer': {},
    'bad-tag': { prints: 'invalid tag "…"' },
    'lacks-tag': { prints: 'invalid tag "app"' },
    'list-marked': { prints: "invalid character 'ï' looking for beginning of value" },
    'odd-entry': { prints: 'unhandled tar header type 86' },
    'odd-host': { by: 'Docker 20.10', prints: 'invalid reference format' },
  },
  unread: UNREAD,
  stops: {
    'manifest-damaged': { 'docker-archive': [], 'oci-layout-with-list': [], 'oci-layout': UNREAD },
    'config-damaged': { 'docker-archive': BAD_CONFIG, 'oci-layout-with-list': BAD_CONFIG, 'oci-layout': UNREAD },
    'layer-damaged': { 'docker-archive': BAD_LAYER, 'oci-layout-with-list': BAD_LAYER, 'oci-layout': UNREAD },
  },
  withoutLayer: {
    'docker-archive': { loads: 'with-base', prints: NO_FILE },
    'oci-layout-with-list': { loads: 'with-base', prints: NO_FILE },
    'oci-layout': { loads: 'nowhere', prints: UNREAD },
  },
  withoutBase: [
    { prints: 'invalid diffID for layer 0: expected "sha256:…", got "sha256:e3b0c442…"', leaves: 'nothing' },
  ],
}
