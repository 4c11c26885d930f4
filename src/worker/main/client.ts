import { connectAnew } from '../door/connect'
import { LateThread } from '../door/late-thread'
import type { MainApi } from './api'

/** Its code is as large as the page, and comes while that is looked at. */
const begin = () => new LateThread(import('./start').then(({ start }) => start()))

/** @param onDeath told when the worker was replaced; every file that it had opened is gone. */
export const mainDoor = (onDeath: () => void): MainApi => connectAnew<MainApi>(begin, onDeath)
