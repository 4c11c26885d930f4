import { expose, type Endpoint } from 'comlink'
import { stayAlive } from './life'
import { prepareCrossing } from './transfer'

/** In the worker: does what the page asks, by a table with a job for each call. */
export function serve<Api extends object>(jobs: Api, endpoint?: Endpoint): void {
  prepareCrossing()
  expose({ ...jobs, stayAlive }, endpoint)
}
