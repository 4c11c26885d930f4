import { serveDataUrls } from '../../policy/data-urls'
import { letGoByPort } from '../door/letting-go'
import { readThroughPage } from '../door/page-reading'
import { serve } from '../door/serve'
import type { CompactApi } from './api'
import { compactJob } from './compact-job'

serveDataUrls()
readThroughPage()
letGoByPort()
serve<CompactApi>(compactJob)
