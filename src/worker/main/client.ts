import { connectAnew } from '../door/connect'
import type { MainApi } from './api'
import MainWorker from './worker?worker&inline'

/** @param onDeath told when the worker was replaced; every file that it had opened is gone. */
export const mainDoor = (onDeath: () => void): MainApi => connectAnew<MainApi>(() => new MainWorker(), onDeath)
