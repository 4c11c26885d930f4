import { BAD_CONFIG, containersImage, MANIFESTS_UNSEEN, MORE_THAN_ONE, OTHER_BYTES } from './containers-image'
import type { Engine, Refusal } from './engine'

const BAD_LAYER: readonly Refusal[] = [OTHER_BYTES]

/**
 * A registry, to which `skopeo copy` brings an archive. It asks for each blob of a manifest by its digest first, and reads only
 * what the repository lacks; it packs plain layers, so that of a slim docker-archive it asks for digests that nobody has.
 */
export const registry: Engine = {
  ...containersImage,
  keyedBy: 'digests',
  slim: { 'docker-archive': 'refused', 'oci-layout-with-list': 'whole', 'oci-layout': 'whole' },
  refuses: {
    'several-in-index': { by: 'skopeo copy oci-archive:FILE, without :REF', prints: MORE_THAN_ONE },
    'config-size': { prints: 'http: ContentLength=… with Body length …' },
  },
  stops: {
    'manifest-damaged': MANIFESTS_UNSEEN,
    'config-damaged': {
      'docker-archive': [{ of: 'no-json', prints: 'decoding tar config' }],
      'oci-layout-with-list': BAD_CONFIG,
      'oci-layout': BAD_CONFIG,
    },
    'layer-damaged': { 'docker-archive': BAD_LAYER, 'oci-layout-with-list': BAD_LAYER, 'oci-layout': BAD_LAYER },
  },
}
