import { writeSync } from 'node:fs'
import pg from 'pg'
import { createStore } from '../../../src/postgres'
import { handling, live, liveAll, randomFrom, someInstant, theEnd } from './lives'
import { type Told, workers } from './told'

/** A process under load, to be killed. */
export type Load = {
  url: string
  seed: number
  /** Lives that are lived first: their numbers, and how many events of each are answered. */
  begun: [number: number, answered: number][]
  /** The number of the first life after them; without it the process ends when everything is done. */
  next?: number
  /** Neither decides nor finishes: takes a fact, tells of it, and never comes back. */
  stuck?: true
}

// Written at once: what stands in the pipe outlives the process.
const tell = (told: Told): void => {
  writeSync(1, `${JSON.stringify(told)}\n`)
}

const load = JSON.parse(process.argv[2] ?? '') as Load
const random = randomFrom(load.seed)
const pool = new pg.Pool({ connectionString: load.url, max: 8, application_name: workers })
const store = createStore(pool)

async function decide(): Promise<void> {
  const begun = [...load.begun]
  let { next } = load
  await liveAll(6, () => {
    const [number = next, answered = 0] = begun.shift() ?? []
    if (number === undefined) return undefined
    if (number === next) next += 1
    return () => live(store, number, answered, tell)
  })
}

/** Fires deadlines of some, here and there, so that not all lives are cut short. */
async function advance(): Promise<void> {
  for (;;) {
    await store.fireDeadlines({ until: someInstant(random), limit: 1 })
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}

const deliver = () => store.deliver(handling(random, tell), { batch: 10, tries: 1000, backoff: () => 0 })

async function act(): Promise<void> {
  for (;;) if ((await deliver()) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function stick(): Promise<void> {
  await store.deliver(
    ({ id }) => {
      tell({ what: 'handled', fact: id, from: 0, to: 0 })
      return new Promise(() => {})
    },
    { batch: 1, tries: 3 },
  )
}

async function finish(): Promise<void> {
  await decide()
  while ((await store.fireDeadlines({ until: theEnd })) > 0);
  while ((await deliver()) > 0);
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
