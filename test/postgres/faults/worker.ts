import { writeSync } from 'node:fs'
import pg from 'pg'
import { datedStore } from '../datedStore'
import { type Observation, workerConnections } from './observations'
import {
  deliverEverything,
  playScenario,
  randomFrom,
  runOnLanes,
  someInstant,
  theEnd,
  unreliableHandler,
} from './scenarios'

/** The work of a process under load, which the test kills. */
export type Load = {
  url: string
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
const observe = (observation: Observation): void => {
  writeSync(1, `${JSON.stringify(observation)}\n`)
}

const load = JSON.parse(process.argv[2] ?? '') as Load
const random = randomFrom(load.seed)
const pool = new pg.Pool({ connectionString: load.url, max: 8, application_name: workerConnections })
const store = datedStore(pool)

async function decide(): Promise<void> {
  const begun = [...load.begun]
  let { next } = load
  await runOnLanes(6, () => {
    const [number = next, answered = 0] = begun.shift() ?? []
    if (number === undefined) return undefined
    if (number === next) next += 1
    return () => playScenario(store, number, answered, observe)
  })
}

/** Fires the deadlines of one registration every 400 ms, so that not all scenarios end early. */
async function advance(): Promise<void> {
  for (;;) {
    await store.fireDeadlines({ until: someInstant(random), limit: 1 })
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}

const deliver = () =>
  store.deliver(unreliableHandler(random, observe), { batch: 10, tries: 1000, backoff: () => 0 })

async function act(): Promise<void> {
  for (;;) if ((await deliver()) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function stick(): Promise<void> {
  await store.deliver(
    ({ id }) => {
      observe({ what: 'handled', fact: id, from: 0, to: 0 })
      return new Promise(() => {})
    },
    { batch: 1, tries: 3 },
  )
}

async function finish(): Promise<void> {
  await decide()
  while ((await store.fireDeadlines({ until: theEnd })) > 0);
  await deliverEverything(pool, deliver)
}

const work = load.stuck
  ? stick()
  : load.next === undefined
    ? finish()
    : Promise.all([decide(), advance(), act()])
work.then(
  () => process.exit(0),
  (error: unknown) => {
    writeSync(2, `${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
