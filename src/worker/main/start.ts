import MainWorker from './worker?worker&inline'

export const start = () => new MainWorker()
