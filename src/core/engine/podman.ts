import type { Engine, Refusal } from './engine'

const LOST: readonly Refusal[] = [{ prints: 'Some layer tarfiles are missing in the tarball' }]
const NO_FILE: readonly Refusal[] = [{ prints: 'reading blob sha256:…: open …: no such file or directory' }]
const BAD_LAYER: readonly Refusal[] = [
  { prints: 'Digest did not match, expected sha256:…, got sha256:…' },
  { of: 'gzip', prints: 'gzip: invalid checksum' },
]
const BAD_CONFIG: readonly Refusal[] = [{ prints: 'digest sha256:… does not match expected sha256:…' }]

/** Podman, and what else stores by containers/storage. */
export const podman: Engine = {
  keyedBy: 'chains',
  slim: { 'docker-archive': 'whole', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {
    'lz4-layer': { prints: 'Digest did not match, expected sha256:…, got sha256:…' },
    'encrypted-layer': {},
    'bad-tag': { prints: 'Invalid tag … in manifest item @0' },
    'lacks-tag': { prints: 'Invalid tag app (docker.io/library/app): does not contain a tag' },
    'odd-host': { by: 'Podman 4', prints: 'invalid reference format' },
  },
  unread: [],
  stops: {
    'manifest-damaged': { 'docker-archive': [], 'oci-layout-with-list': [], 'oci-layout': [] },
    'config-damaged': {
      'docker-archive': [{ of: 'no-json', prints: 'unexpected end of JSON input' }],
      'oci-layout-with-list': BAD_CONFIG,
      'oci-layout': BAD_CONFIG,
    },
    'layer-damaged': { 'docker-archive': BAD_LAYER, 'oci-layout-with-list': BAD_LAYER, 'oci-layout': BAD_LAYER },
  },
  withoutLayer: {
    'docker-archive': { loads: 'nowhere', prints: LOST },
    'oci-layout-with-list': { loads: 'with-base', prints: NO_FILE },
    'oci-layout': { loads: 'with-base', prints: NO_FILE },
  },
  withoutBase: [
    {
      prints: 'reading blob sha256:…: Digest did not match, expected sha256:…, got sha256:e3b0c442…',
      leaves: 'nothing',
    },
  ],
}
