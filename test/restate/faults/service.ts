import { writeSync } from 'node:fs'
import { serve } from '../../../examples/restate/service'
import type { Setting, Told } from './process'

/** The service as a process of its own, to be killed. */

// Written at once: what stands in the pipe outlives the process.
const tell = (told: Told): void => {
  writeSync(1, `${JSON.stringify(told)}\n`)
}

const { ahead, port } = JSON.parse(process.argv[2] ?? '') as Setting
const now = () => Date.now() + ahead
const onFact = ({ id }: { id: string }) => tell({ what: 'handled', fact: id, when: now() })
serve({ now, onFact }, port).then(({ url }) => tell({ what: 'serves', url }))
