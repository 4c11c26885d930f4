/** A worker, as the page sees it. A test lets a port stand for it. */
export type Thread = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>
