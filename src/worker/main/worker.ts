import { readThroughPage } from '../door/page-reading'
import { serve } from '../door/serve'
import type { MainApi } from './api'
import { jobs } from './jobs'

readThroughPage()
serve<MainApi>(jobs)
