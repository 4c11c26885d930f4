import { serveDataUrls } from '../../policy/data-urls'
import { letGoByPort } from '../door/letting-go'
import { readThroughPage } from '../door/page-reading'
import { serve } from '../door/serve'
import type { DecoderApi } from './api'
import { hashJob } from './hash-job'
import { layerJobs } from './layer-jobs'
import { lendingJob } from './lent-hashing'
import { sumJob } from './sum-job'
import { unpackJob } from './unpack-job'

serveDataUrls()
readThroughPage()
letGoByPort()
serve<DecoderApi>({ ...unpackJob, ...hashJob, ...sumJob(), ...lendingJob, ...layerJobs })
