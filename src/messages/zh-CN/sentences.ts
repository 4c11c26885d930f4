export { errors } from './errors'
export { findings } from './findings'
export { kinds } from './kinds'
export { reasons } from './reasons'
