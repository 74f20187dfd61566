import { writeSync } from 'node:fs'
import { serve } from '../../../examples/restate/service'
import type { ServiceReport, ServiceSettings } from './serviceProcess'

/** A service process that the test kills. */

// Synchronous, because a line in the pipe outlives the process.
const report = (line: ServiceReport): void => {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

const { ahead, port } = JSON.parse(process.argv[2] ?? '') as ServiceSettings
const now = () => Date.now() + ahead
const onFact = ({ id }: { id: string }) => report({ what: 'handled', fact: id, when: now() })
// The offices of the scenarios date their events, years after the clock of the service.
serve({ now, maxAhead: Number.POSITIVE_INFINITY, onFact }, port).then(({ url }) =>
  report({ what: 'serves', url }),
)
