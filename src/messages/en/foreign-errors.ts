/** What a file is that is no archive of images, and what may be done about it. */
export const foreignErrors = {
  'foreign-packing': {
    what: '{file} is packed by {packing}, which can’t be read here.',
    todo: 'Unpack it first ({expected}), then choose the .tar.',
  },
  'disk-image': {
    what: '{file} is a disk image or a file system ({found}), not an archive of images.',
    todo: 'If a .tar of docker save lies in it, take it out (mount it, or 7z x) and choose that. If it is a whole machine or system, save the image that is meant: docker save -o app.tar NAME:TAG.',
  },
  'software-package': {
    what: '{file} is a package of software ({found}), not an archive of images.',
    todo: 'If it brings images along, unpack or install it and choose the .tar that is in it.',
  },
  'flat-image': {
    what: '{file} is an image of Singularity or Apptainer ({found}): one file system without layers.',
    todo: 'What it was built from has the layers: docker save -o app.tar NAME:TAG, or skopeo copy docker://NAME:TAG docker-archive:app.tar:NAME:TAG.',
  },
  'recovery-data': {
    what: '{file} is recovery data ({found}) for another file.',
    todo: 'Choose the file that it protects. If that is damaged, repair it first (par2 repair).',
  },
  'other-file': {
    what: '{file} is a file of another kind: {found}.',
    todo: 'Choose the .tar that docker save -o wrote.',
  },
  'pointer-file': {
    what: '{file} only stands for a file that is elsewhere ({found}).',
    todo: 'Fetch the file itself ({expected}), then choose it.',
  },
  'coded-as-text': {
    what: '{file} is something that was written as text ({found}).',
    todo: 'Decode it first ({expected}), then choose what comes out.',
  },
  'rewritten-as-text': {
    what: '{file} was taken for text on its way, and its bytes were rewritten ({found}).',
    todo: 'Bring it again as it is: with docker save -o FILE (PowerShell’s > writes text), by FTP in binary mode, from Git with *.tar binary in .gitattributes, and through no terminal or text filter.',
  },
  'saved-page': {
    what: '{file} is what a server answered instead of the file: {found}',
    todo: 'A login, a proxy or a wrong address came between. Sign in, then download the file again; with curl use -fL, so that an answer like this is an error.',
  },
  'unfinished-download': {
    what: '{file} is a download or a copy that was not finished, by its name, and it can’t be read.',
    todo: 'Wait until it has its own name, or download it again; then compare its size with the original’s.',
  },
  'text-before': {
    what: '{file} begins with text, and an archive stands behind it: {found}',
    todo: 'What a command printed went into the file. Run it again with -o FILE instead of >, and without a terminal (ssh -T, docker exec without -t).',
  },
  'not-an-image': {
    what: '{file} is a tar archive, but no image: neither manifest.json nor index.json is in it. It holds {found}',
    todo: 'Choose the output of docker save (not of docker export, and not a folder that was packed one level too high).',
  },
  'archive-among': {
    what: '{file} is a tar archive of many things; the archive of images may be {entry}.',
    todo: 'Unpack it and choose {entry}.',
  },
} as const
