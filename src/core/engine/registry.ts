import type { Engine, Refusal } from './engine'

const OTHER_BYTES: readonly Refusal[] = [{ prints: 'Digest did not match, expected sha256:…, got sha256:…' }]
const BAD_CONFIG: readonly Refusal[] = [{ prints: 'digest sha256:… does not match expected sha256:…' }]
const LOST: readonly Refusal[] = [{ prints: 'Some layer tarfiles are missing in the tarball' }]
const NO_FILE: readonly Refusal[] = [{ prints: 'reading blob sha256:…: open …: no such file or directory' }]

/**
 * A registry, to which `skopeo copy` brings an archive. It asks for each blob of a manifest by its digest first, and reads only
 * what the repository lacks; it packs plain layers, so that of a slim docker-archive it asks for digests that nobody has.
 */
export const registry: Engine = {
  keyedBy: 'digests',
  slim: { 'docker-archive': 'refused', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {},
  unread: [],
  stops: {
    'manifest-damaged': { 'docker-archive': [], 'oci-layout-with-list': [], 'oci-layout': [] },
    'config-damaged': {
      'docker-archive': [{ of: 'no-json', prints: 'decoding tar config' }],
      'oci-layout-with-list': BAD_CONFIG,
      'oci-layout': BAD_CONFIG,
    },
    'layer-damaged': {
      'docker-archive': OTHER_BYTES,
      'oci-layout-with-list': OTHER_BYTES,
      'oci-layout': OTHER_BYTES,
    },
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
