export { errors } from './errors'
export { findings, reasons } from './findings'
export { kinds } from './kinds'
