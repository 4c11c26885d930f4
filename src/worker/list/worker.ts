import { readList } from '../../core/list/read'
import { readThroughPage } from '../door/page-reading'
import { serve } from '../door/serve'
import type { ListApi } from './api'

readThroughPage()
serve<ListApi>({ readList })
