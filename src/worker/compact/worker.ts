import { serveDataUrls } from '../../policy/data-urls'
import { readThroughPage } from '../door/page-reading'
import { serve } from '../door/serve'
import type { CompactApi } from './api'
import { compactJob } from './compact-job'

serveDataUrls()
readThroughPage()
serve<CompactApi>(compactJob)
