import type { FindingFacts } from '../../core/image/finding'
import { wordsFor } from '../words'
import { listFindings } from './list-findings'
import { platformsDiffer } from './reasons'

/** What is damaged in one base, and was taken from elsewhere. */
const SERVED = 'Another archive has that layer, and served: the result is right.'
const ANEW = 'Fetch that base anew (docker save).'
const DONE_WITHOUT =
  'Nothing else has that layer, so nothing was made of it: the result is right, and may be larger than it has to be.'
const ANEW_AND_AGAIN = 'Fetch that base anew (docker save), and save this once more.'

export const findings = wordsFor<FindingFacts>()({
  ...listFindings,
  'layer-absent': {
    what: '{image} ({platform}): {found} of {expected} layers are not in the archive; the first that is missing is {entry}.',
    todo: 'Save the image again. Docker’s containerd store saves like this where layers came by docker load and the image by docker pull: there, first remove every image that shares its layers (the base too) and pull it again; or copy it from the registry: skopeo copy docker://… oci-archive:….',
  },
  'contents-absent': {
    what: '{image}: the archive names it, but lacks {entry}, and with it what tells of its layers.',
    todo: 'Save the image again. Docker’s containerd store saves like this where layers came by docker load and the image by docker pull: there, first remove every image that shares its layers (the base too) and pull it again; or copy it from the registry: skopeo copy docker://… oci-archive:….',
  },
  'layer-is-member': {
    what: '{image} names {entry} as a layer, which is a part of the archive’s own description.',
    todo: 'No engine writes such an archive. Do not trust it.',
  },
  'copies-differ': {
    what: '{entry} has {found} bytes, and {other} has {expected}: they should be the same layer.',
    todo: 'One of the two is damaged. Save the image again.',
  },
  'two-layers-in-one': {
    what: '{image} takes {entry} for layer {found}, and elsewhere in the archive it is {expected}: it can be one of them only.',
    todo: 'One of the archive’s lists is wrong. Save the image again.',
  },
  'item-unreadable': {
    what: 'There is no sense in {entry}: {expected}. It is passed over.',
    todo: 'containerd may refuse the whole archive because of it. If it should be an image, save again.',
  },
  'carried-along': {
    what: 'Beside images the archive holds {holds}: carried along as it is, and listed for no engine to load.',
    todo: '',
  },
  'unknown-in-index': {
    what: 'The index lists things that are no manifests ({found}).',
    todo: 'Docker with the containerd store says “descriptor is neither a manifest or index” of them, and 26 ends with an error: the images are loaded whole all the same.',
  },
  'several-under-one-name': {
    what: '{image} stands for {found} platforms. All travel; to engines that know no platforms {platform} is named.',
    todo: 'To send another alone, choose it under “Platforms”.',
  },
  'name-again': {
    what: '{image} is the name of {found} images of one platform.',
    todo: 'Docker gives it to the last of them and Podman to the first; the others arrive without a name, or not at all. Save each under a name of its own.',
  },
  'foreign-layer': {
    what: '{image}: layers that engines fetch from their maker ({found}) are not in the archive, by design.',
    todo: 'A destination without a network must have them already: Windows’ base image, of the same release.',
  },
  'cut-off': {
    what: 'The archive has no end mark, and lacks what it names: it was cut off at byte {offset}.',
    todo: 'Copy it again and compare its size with the original’s.',
  },
  backslashes: {
    what: '{image}: paths are written with backslashes here and slashes there ({entry}). They were read as Windows reads them.',
    todo: 'Engines on Linux don’t find such files; the universal form is written with slashes alone.',
  },
  'named-by-digest': {
    what: '“{found}” names an image by its digest: nothing can be loaded under that.',
    todo: 'Docker loads it by its ID, Podman too; ctr images import needs a name. To give it one, save it by name:tag.',
  },
  'tag-and-digest': {
    what: '“{found}” names an image by its tag and its digest; no archive can give it the latter again.',
    todo: 'The universal form loads it as {expected}. Docker refuses the archive as is.',
  },
  'lacks-tag': {
    what: '“{found}” stands in manifest.json without a tag.',
    todo: 'Docker refuses to load that as is; the universal form says {found}:latest, as containerd would.',
  },
  'odd-host': {
    what: 'The registry in “{found}” is one that not every engine takes for one.',
    todo: 'Docker 20.10 and Podman 4 refuse it. If it is to be loaded there, tag the image anew first.',
  },
  'xz-layer': {
    what: '{image} has layers compressed by xz.',
    todo: 'containerd can’t read them, nor Docker where no xz is installed; Podman can.',
  },
  'bzip2-layer': {
    what: '{image} has layers compressed by bzip2.',
    todo: 'containerd can’t read them; Docker’s classic store and Podman can.',
  },
  'lz4-layer': {
    what: '{image} has layers compressed by lz4 ({entry}).',
    todo: 'No engine reads that. Save or build the image again with gzip or zstd.',
  },
  'packed-called-plain': {
    what: '{image}: {entry} is packed by {packing}, and its descriptor calls it a plain tar.',
    todo: 'containerd goes by the descriptor and can’t unpack it; Docker’s classic store and Podman look at the bytes. Build or save the image again.',
  },
  'other-digests': {
    what: '{image} names its layers by {found} digests.',
    todo: 'containerd keeps what it imports under SHA-256 alone, and does not find them; Docker’s classic store loads them.',
  },
  'encrypted-layer': {
    what: '{image} has encrypted layers.',
    todo: 'Only containerd with imgcrypt and the key can use them.',
  },
  'layer-emptied': {
    what: '{image} was slimmed before: {found} of {expected} layers are empty, and what they held is not here.',
    todo: 'Give its base under “Already there”, or send the original archive. The base’s stack ends with the layer {diffId}.',
  },
  'layer-count-differs': {
    what: '{image}: the manifest lists {found} layers, the config {expected}.',
    todo: 'No engine loads this. Save the image again.',
  },
  'no-layers': {
    what: '{image}: the manifest lists no layers, the config {expected}.',
    todo: 'Docker’s containerd store can save like this. Pull or build the image again, then save it with --platform.',
  },
  'size-differs': {
    what: '{image}: {entry} has {found} bytes, its descriptor says {expected}.',
    todo: 'One of the two is damaged. Save the image again.',
  },
  'digest-differs': {
    what: '{image}: {entry} is damaged, or was edited: its bytes do not have the digest that names them.',
    todo: 'Save the image again. Expected {expected}, found {found}.',
  },
  'manifest-and-index-differ': {
    what: '{image}: manifest.json and index.json name different layers. manifest.json was followed.',
    todo: 'In the universal form the slim archive is written anew from it, so that every engine sees the same.',
  },
  'platform-named-otherwise': {
    what: '{image}: its config is for {expected}, the index says {found}.',
    todo: 'One of the two is damaged, or was edited. Save the image again.',
  },
  'media-type-differs': {
    what: '{image}: its manifest says that it is {expected}, the index says {found}.',
    todo: 'One of the two is damaged, or was edited. Save the image again.',
  },
  'platform-absent': {
    what: 'The archive lists {platform} without its contents.',
    todo: 'That is usual. If the destination needs it, pull it (docker pull --platform {platform}), then save again. Where this gets in the way of loading, docker save --platform leaves it out.',
  },
  'manifest-absent': {
    what: 'The archive’s index lists {entry}, which is not in it.',
    todo: 'If the destination needs it, save the image again where it is complete.',
  },
  'empty-blob-layer': {
    what: '{image} lists the empty blob as a layer: it was loaded from a wrongly slimmed archive, and is incomplete.',
    todo: 'Load the original archive there again, then save it.',
  },
  'zstd-layer': {
    what: '{image} has layers compressed by zstd.',
    todo: 'Docker before 23 can’t load them.',
  },
  'hardlinked-layer': {
    what: '{image} stores a repeated layer as a hard link.',
    todo: 'containerd refuses that as is; the universal form does without.',
  },
  untagged: {
    what: '{image} has no name.',
    todo: 'Docker loads it by its ID; ctr images import needs a name: save it by name to give it one.',
  },
  'bad-tag': {
    what: '“{found}” is not a valid image name.',
    todo: 'Docker and Podman refuse it as is; the universal form does without it. Save the image by name:tag to keep a name.',
  },
  'no-end-blocks': {
    what: 'The archive has no end mark; everything that it names is there.',
    todo: 'Compare its size with the original’s if it was copied.',
  },
  'platforms-differ': platformsDiffer,
  'roles-swapped': {
    what: 'Everything in this archive is the lower part of a larger image at the destination.',
    todo: 'If the files were given the wrong way round, move them to the other side.',
  },
  'passed-over': {
    what: 'Passed over, because they say nothing of an image’s layers: {found} (containers, volumes, lists of names…).',
    todo: 'Nothing needs to be done: the images are known.',
  },
  'inventory-cut-off': {
    what: 'The text breaks off in the middle. The images before that were read.',
    todo: 'If more images are there, copy the whole output again: what isn’t known to be there is sent.',
  },
  'manifest-alone': {
    what: 'This manifest gives digests, but no diff IDs.',
    todo: 'Give its config too (skopeo inspect --config, or docker image inspect): the two are joined.',
  },
  'signature-fits': {
    what: 'What signs or attests {image} in this archive still fits: its manifest stays as it is.',
    todo: '',
  },
  'signature-lost': {
    what: 'What signs or attests {image} in this archive no longer fits: its manifest is relinked, and has another digest.',
    todo: 'Where signatures are checked at the destination, send it as is, or give the base with the digests that this archive names.',
  },
  relinked: {
    what: 'Layers left out ({found}) are named by the digest under which the destination holds them.',
    todo: 'This changes the manifest’s digest: signatures and attestations that name the old one no longer fit. The image’s config stays the same.',
  },
  'unproven-digests': {
    what: 'Nothing proves under which digests a containerd store at the destination holds the layers left out ({found}).',
    todo: 'Classic Docker stores and Podman do not mind. For a containerd store, check the digests below, or give an archive of the base that was saved on the destination.',
  },
  'kept-for-digest': {
    what: 'Layers that the destination has ({found}) travel along all the same, because their digest there is not known.',
    todo: 'For a classic Docker store or Podman choose “as is”. Or give the base’s fingerprint.',
  },
  'slimmed-before': {
    what: '{image} was slimmed before; the destination has the layers that are empty here.',
    todo: 'It can be sent on.',
  },
  'as-is-digests-differ': {
    what: 'As is, the left-out layers keep digests under which a containerd store at the destination may not hold them.',
    todo: 'A containerd store (the default of Docker 29, and Kubernetes) would then be left with an incomplete image: use the universal form for it.',
  },
  'as-is-harms-containerd': {
    what: 'As is, this archive is for classic Docker stores and Podman.',
    todo: 'A containerd store (the default of Docker 29, and Kubernetes) would be left with a damaged image: use the universal form there.',
  },
  'damaged-in-one': {
    what: `{file} is damaged: the bytes of {entry} do not have the digest that names them. ${SERVED}`,
    todo: `${ANEW} Expected {expected}, found {found}.`,
  },
  'packed-badly-in-one': { what: `{file} is damaged: {entry} can’t be unpacked. ${SERVED}`, todo: ANEW },
  'damaged-unused': {
    what: `{file} is damaged: the bytes of {entry} do not have the digest that names them. ${DONE_WITHOUT}`,
    todo: `${ANEW_AND_AGAIN} Expected {expected}, found {found}.`,
  },
  'packed-badly-unused': {
    what: `{file} is damaged: {entry} can’t be unpacked. ${DONE_WITHOUT}`,
    todo: ANEW_AND_AGAIN,
  },
  'all-there': {
    what: 'Every layer of this archive is there already, or comes with an earlier one; only names and configs are left to carry.',
    todo: '',
  },
})
