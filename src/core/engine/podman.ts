import { BAD_CONFIG, containersImage, MANIFESTS_UNSEEN, MORE_THAN_ONE, OTHER_BYTES } from './containers-image'
import type { Engine, Refusal } from './engine'

const BAD_LAYER: readonly Refusal[] = [OTHER_BYTES, { of: 'gzip', prints: 'gzip: invalid checksum' }]

/** Podman, and what else stores by containers/storage. */
export const podman: Engine = {
  ...containersImage,
  keyedBy: 'chains',
  slim: { 'docker-archive': 'whole', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {
    'lz4-layer': OTHER_BYTES,
    'encrypted-layer': {},
    'bad-tag': { prints: 'Invalid tag … in manifest item @0' },
    'lacks-tag': { prints: 'Invalid tag app (docker.io/library/app): does not contain a tag' },
    'list-marked': { prints: "invalid character 'ï' looking for beginning of value" },
    'behind-list': { prints: "decoding tar manifest.json: invalid character '{' after top-level value" },
    'several-in-index': { layout: 'oci-layout', prints: MORE_THAN_ONE },
    'config-size': { layout: 'oci-layout', prints: 'writing blob: blob size mismatch' },
    'odd-host': { by: 'Podman 4', prints: 'invalid reference format' },
  },
  stops: {
    'manifest-damaged': MANIFESTS_UNSEEN,
    'config-damaged': {
      'docker-archive': [{ of: 'no-json', prints: 'unexpected end of JSON input' }],
      'oci-layout-with-list': BAD_CONFIG,
      'oci-layout': BAD_CONFIG,
    },
    'layer-damaged': { 'docker-archive': BAD_LAYER, 'oci-layout-with-list': BAD_LAYER, 'oci-layout': BAD_LAYER },
  },
}
