import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import type { Pool } from 'pg'
import { allGone, type Evidence, gather, leasesExpire } from './evidence'
import { type Observation, openingKey } from './observations'
import { randomFrom } from './scenarios'
import { bundled, Worker } from './workerProcess'

/** How often processes are killed, and how many run at once. */
export type Killing = {
  url: string
  pool: Pool
  seed: number
  rounds: number
  /** The number of processes in a round. */
  workers: (round: number) => number
  onRound?: (round: number, observations: readonly Observation[]) => void
  /** Ends the run when aborted. */
  signal?: AbortSignal
}

export type Killed = { kills: number; scenarios: number; evidence: Evidence }

const numberOf = (id: string): number => Number(id.slice(1))
const stepOf = (key: string): number => (key === openingKey ? 0 : Number(key.replace('event ', '')))

/** How many events of each scenario are known to be decided. */
function progress(observations: readonly Observation[]): [number: number, answered: number][] {
  const steps = new Map<number, number>()
  for (const one of observations) {
    if (one.what !== 'answered') continue
    const number = numberOf(one.id)
    steps.set(number, Math.max(steps.get(number) ?? 0, stepOf(one.key)))
  }
  return [...steps].sort(([one], [other]) => one - other)
}

/**
 * In each round, starts processes that play scenarios, and kills each at a random moment. The next round continues the
 * scenarios. A last process finishes them all.
 */
export async function killing({
  url,
  pool,
  seed,
  rounds,
  workers,
  onRound,
  signal,
}: Killing): Promise<Killed> {
  // Every process adds a listener to the signal.
  if (signal) setMaxListeners(0, signal)
  const bundle = await bundled()
  const random = randomFrom(seed)
  const observations: Observation[] = []
  let kills = 0
  /** A number above all scenarios that were reported. */
  let next = 0
  const begun = () => {
    const known = new Map(progress(observations))
    return Array.from({ length: next }, (_, number): [number, number] => [number, known.get(number) ?? 0])
  }
  const round = async (number: number) => {
    const load = { url, begun: begun().slice(-24), next }
    const running = Array.from(
      { length: workers(number) },
      (_, i) => new Worker(bundle, { ...load, seed: seed + number * 100 + i }, signal),
    )
    try {
      for (const worker of running) {
        await worker.observed(worker.observations.length + 10 + Math.floor(random() * 150))
        // A random pause, so that the kill can come between two lines.
        await new Promise((resolve) => setTimeout(resolve, random() * 10))
        await worker.kill()
        kills += 1
      }
    } finally {
      // No process survives an error.
      await Promise.allSettled(running.map((worker) => worker.kill()))
    }
    observations.push(...running.flatMap((worker) => worker.observations))
    next = Math.max(next, ...progress(observations).map(([scenario]) => scenario + 1))
  }
  try {
    for (let number = 0; number < rounds; number += 1) {
      await round(number)
      await allGone(pool)
      await leasesExpire(pool)
      onRound?.(number + 1, observations)
    }
    const last = new Worker(bundle, { url, seed, begun: begun() }, signal)
    await last.gone
    observations.push(...last.observations)
  } finally {
    await rm(bundle)
  }
  return { kills, scenarios: next, evidence: await gather(pool, observations) }
}
