/** The words of the dialogs that explain the page. */
export const dialog = {
  helpTitle: 'How it works',
  help: [
    {
      title: 'Layers are shared by stacks',
      text: 'An image is a stack of layers. An engine that has the lower part of a stack already does not open those layers’ files again: they may be empty. The page finds the longest stack that the destination has and empties what nothing else needs. The file of a layer stays in its place, with a size of zero.',
    },
    {
      title: 'Why not by hand?',
      text: 'One layer may stand in an image twice ([A, B, B], by COPY and then RUN chmod): whoever empties “the first two” takes away what the third needs. And Docker’s containerd store takes an emptied layer.tar of the old layout for a layer of its own: it loads, and is damaged. The universal form and the plan avoid both.',
    },
    {
      title: 'What must be there before you load',
      text: 'The base, under the digests that the page shows. Copy the check command and run it over there first. If the base is missing, engines refuse the archive, or keep an incomplete image.',
    },
    {
      title: 'Is anything uploaded?',
      text: 'No. The files are read by this browser, on this machine. “Nothing leaves this page” shows what the page’s policy blocks, what no policy can block, and lets you try it.',
    },
  ],
  proofTitle: 'Nothing leaves this page',
  proofIntro:
    'Your archives are read by this browser, on this machine. The page carries a policy (Content-Security-Policy) by which the browser itself refuses to let bytes out, in the page and in its background workers.',
  proofBlocksTitle: 'What the policy blocks',
  proofBlocks: [
    'Connections: fetch, XMLHttpRequest, WebSocket, EventSource, WebTransport, beacons.',
    'Forms, frames and objects, to any address.',
    'Images, sounds, fonts, scripts, styles and preloads from other servers.',
    'Text that would become code, or a script by an address that isn’t the page’s own (Trusted Types, where the browser has them).',
  ],
  proofTry: 'Try every way out now',
  proofVerdict: (refused: number, tried: number) => `${refused} of ${tried} refused`,
  proofInPage: 'In the page',
  proofInWorker: 'In the worker',
  outcome: {
    refused: 'refused',
    absent: 'not in this browser',
    silent: 'not told by this browser',
    open: 'not refused!',
  },
  proofSilent:
    'Browsers don’t tell of every refusal, least of all in workers. The tests of this page go each of these ways in Chromium, Firefox and WebKit, to a listener that counts: nothing arrives.',
  proofOpen: 'The policy is not in force here. Give this copy of the page no archives that must stay with you.',
  proofLimitsTitle: 'What no policy can block',
  proofLimits: [
    'Navigation: a page may always lead the browser elsewhere. This one holds no code that does, and what stands in archives never becomes a link or HTML.',
    'WebRTC, and Chromium’s preconnect. This page uses neither; a test looks for all three in every build.',
    'The page’s own files, which come from its own server. Nothing is sent along.',
  ],
  proofPlug:
    'To be sure beyond that, disconnect the network: opened once, the page does its whole job without, and so does the one file at the foot of the page.',
  proofPolicy: 'The policy, word for word',
}
