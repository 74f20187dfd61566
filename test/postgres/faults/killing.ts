import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import type { Pool } from 'pg'
import { allGone, type Evidence, gather, leasesExpire } from './evidence'
import { randomFrom } from './lives'
import { bundled, Worker } from './processes'
import { opening, type Told } from './told'

/** How often, and how many processes at once. */
export type Killing = {
  url: string
  pool: Pool
  seed: number
  rounds: number
  /** How many processes live in a round. */
  workers: (round: number) => number
  onRound?: (round: number, told: readonly Told[]) => void
  /** Ends it when aborted. */
  signal?: AbortSignal
}

export type Killed = { kills: number; lives: number; evidence: Evidence }

const numberOf = (id: string): number => Number(id.slice(1))
const stepOf = (key: string): number => (key === opening ? 0 : Number(key.replace('event ', '')))

/** How far each life is, as far as anybody was told. */
function progress(told: readonly Told[]): [number: number, answered: number][] {
  const far = new Map<number, number>()
  for (const one of told) {
    if (one.what !== 'answered') continue
    const number = numberOf(one.id)
    far.set(number, Math.max(far.get(number) ?? 0, stepOf(one.key)))
  }
  return [...far].sort(([one], [other]) => one - other)
}

/**
 * Lets processes live registrations and kills them, each at a moment of its own, again and again; what was not answered
 * is sent again by the next. A last one finishes everything.
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
  // Each process of a round listens to it.
  if (signal) setMaxListeners(0, signal)
  const bundle = await bundled()
  const random = randomFrom(seed)
  const told: Told[] = []
  let kills = 0
  /** A number beyond all that somebody may have begun without telling of it. */
  let next = 0
  const begun = () => {
    const known = new Map(progress(told))
    return Array.from({ length: next }, (_, number): [number, number] => [number, known.get(number) ?? 0])
  }
  const round = async (number: number) => {
    const load = { url, begun: begun().slice(-24), next }
    const some = Array.from(
      { length: workers(number) },
      (_, i) => new Worker(bundle, { ...load, seed: seed + number * 100 + i }, signal),
    )
    try {
      for (const worker of some) {
        await worker.tells(worker.told.length + 10 + Math.floor(random() * 150))
        // Anywhere between two lines.
        await new Promise((resolve) => setTimeout(resolve, random() * 10))
        await worker.kill()
        kills += 1
      }
    } finally {
      // Whatever went wrong, none goes on.
      await Promise.allSettled(some.map((worker) => worker.kill()))
    }
    told.push(...some.flatMap((worker) => worker.told))
    next = Math.max(next, ...progress(told).map(([life]) => life + 1))
  }
  try {
    for (let number = 0; number < rounds; number += 1) {
      await round(number)
      await allGone(pool)
      await leasesExpire(pool)
      onRound?.(number + 1, told)
    }
    const last = new Worker(bundle, { url, seed, begun: begun() }, signal)
    await last.gone
    told.push(...last.told)
  } finally {
    await rm(bundle)
  }
  return { kills, lives: next, evidence: await gather(pool, told) }
}
