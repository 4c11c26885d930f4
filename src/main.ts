import { mount } from 'svelte'
import { languages, messagesIn } from './messages'
import App from './page/App.svelte'
import './page/app.css'
import { firstMessages } from './state/locale.svelte'
import { Offline } from './state/offline.svelte'
import { trustOwnWorkers } from './policy/trusted-types'
import { spools } from './storage/opfs/scratch'
import { Session } from './state/session.svelte'
import { keepFocus } from './ui/part/keep-focus'
import { mainDoor } from './worker/main/client'

trustOwnWorkers()
void spools.clearAbandoned()

const session = new Session(await firstMessages(), mainDoor)
void session.sites.load()
const offline = new Offline()
const target = document.getElementById('app')
if (target) mount(App, { target, props: { session, offline } })
session.locale.complete().catch(() => {})
keepFocus(document.body)

// Files that the system's file manager opens with the installed page.
window.launchQueue?.setConsumer(({ files = [] }) => void session.files.addHandles(files))

/** What comes with a first click is there by then even where the network was unplugged and no service worker has kept it. */
const theRest = () => [
  import('./worker/decoder/hash-blobs'),
  import('./ui/plan/Carried.svelte'),
  import('./ui/job/Packaging.svelte'),
  import('./ui/check/CheckReport.svelte'),
  import('./ui/site/SitesDialog.svelte'),
  import('./ui/job/Join.svelte'),
  import('./state/join'),
  import('./state/jobs/around-damage'),
  import('./ui/dialog/Proof.svelte'),
  import('./ui/dialog/Help.svelte'),
  import('./policy/page-ways'),
  import('./page/PackingLists.svelte'),
  import('./worker/list/read-list'),
  import('./state/jobs/folders'),
  import('./page/Handover.svelte'),
  import('./state/records'),
  ...languages.map(messagesIn),
]

/** What makes the page work offline may wait until it is of use to somebody. */
function workOffline(): void {
  void offline.start()
  for (const part of theRest()) part.catch(() => {})
}

const whenIdle = (work: () => void) => ('requestIdleCallback' in window ? requestIdleCallback(work) : setTimeout(work))
// The words may have come after everything else.
if (document.readyState === 'complete') whenIdle(workOffline)
else addEventListener('load', () => whenIdle(workOffline))
