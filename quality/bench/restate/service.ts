import { createServer } from 'node:http2'
import { createEndpointHandler } from '@restatedev/restate-sdk'
import { candidate, registration } from '../../../src/restate'
import { bare, silent } from './bare'

/** A process that serves registrations, and the bare objects as their baselines. */

const now = () => Date.parse('2010-01-01T00:00:00+08:00')
const { facts } = JSON.parse(process.argv[2] ?? '') as { facts: boolean }
const services = [
  registration({ now, maxAhead: Number.POSITIVE_INFINITY, ...(facts && { onFact: () => {} }) }),
  candidate(),
  bare,
  silent,
]
const server = createServer(createEndpointHandler({ services, logger: () => {} }))
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`${JSON.stringify({ what: 'serves', url: `http://127.0.0.1:${port}` })}\n`)
})
