import type { Engine, Refusal } from './engine'

const LOST: readonly Refusal[] = [{ prints: 'Some layer tarfiles are missing in the tarball' }]
const NO_FILE: readonly Refusal[] = [{ prints: 'reading blob sha256:…: open …: no such file or directory' }]

/** Of an index that leads to several things, where none is named. */
export const MORE_THAN_ONE = 'loading index: more than one image in oci, choose an image'

/** What hashes to something else than is said of it. */
export const OTHER_BYTES: Refusal = { prints: 'Digest did not match, expected sha256:…, got sha256:…' }
export const BAD_CONFIG: readonly Refusal[] = [{ prints: 'digest sha256:… does not match expected sha256:…' }]

/** Podman and skopeo read archives by one library (containers/image), and refuse in its words what they lack. */
export const containersImage = {
  unread: [],
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
} as const satisfies Pick<Engine, 'unread' | 'withoutLayer' | 'withoutBase'>

export const MANIFESTS_UNSEEN = { 'docker-archive': [], 'oci-layout-with-list': [], 'oci-layout': [] } as const
