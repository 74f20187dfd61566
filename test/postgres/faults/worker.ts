import { writeSync } from 'node:fs'
import pg from 'pg'
import type { HistoryLine } from '../history/history'
import { Clients, pause } from './clients'
import { workerConnections } from './connections'
import { lossyProxy } from './lossyProxy'
import { Recorder } from './recorder'
import { randomFrom, runOnLanes } from './scenarios'
import { deliverEverything, workerOf } from './workers'

/** The work of a process under load, which the test kills. */
export type Load = {
  url: string
  /** The name of the process in the history. */
  name: string
  seed: number
  /** Scenarios to continue first: their numbers, and how many events of each are decided. */
  begun: [number: number, answered: number][]
  /**
   * The number of the first new scenario. Without it, the process finishes the begun scenarios, fires all deadlines,
   * delivers all facts and exits.
   */
  next?: number
  /** If set, the process only claims a fact, reports it, and never finishes handling it. */
  stuck?: true
}

// Synchronous, because a line in the pipe outlives the process.
const write = (line: HistoryLine): void => {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

const poolOn = (url: string, max: number): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max, application_name: workerConnections })
  return pool.on('error', () => {})
}

async function run(load: Load): Promise<void> {
  const random = randomFrom(load.seed)
  const pool = poolOn(load.url, 8)
  const recorder = new Recorder(load.name, write)
  const [one, other] = [workerOf({ pool, recorder, random }), workerOf({ pool, recorder, random })]
  if (load.stuck) {
    await one.stick(() => {})
    return
  }
  const lossy = poolOn((await lossyProxy(load.url, random, 0.4)).url, 4)
  const clients = new Clients({ pool, lossy, recorder, random })
  const begun = [...load.begun]
  let { next } = load
  const playing = runOnLanes(6, () => {
    const [number = next, answered = 0] = begun.shift() ?? []
    if (number === undefined) return undefined
    if (number === next) next += 1
    return () => clients.play(number, answered)
  })
  if (load.next === undefined) {
    await playing
    await one.fireAll()
    await deliverEverything(pool, one.deliver)
    return
  }
  const forever = async (work: () => Promise<void>, ms: number) => {
    for (;;) {
      await work()
      await pause(ms)
    }
  }
  await Promise.all([
    playing,
    // Two workers side by side.
    one.fireSometimes(() => false),
    other.fireSometimes(() => false),
    forever(one.deliver, 5),
    forever(other.deliver, 20),
  ])
}

run(JSON.parse(process.argv[2] ?? '') as Load).then(
  () => process.exit(0),
  (error: unknown) => {
    writeSync(2, `${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
