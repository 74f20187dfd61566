import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import type { Pool } from 'pg'
import type { HistoryLine } from '../history/history'
import { createOwnRows, readTables, type Tables } from '../history/tables'
import { workerConnections } from './connections'
import { randomFrom } from './scenarios'
import { bundled, Worker } from './workerProcess'
import { leasesExpire } from './workers'

/** How often processes are killed, and how many run at once. */
export type Killing = {
  url: string
  pool: Pool
  seed: number
  rounds: number
  /** The number of processes in a round. */
  workers: (round: number) => number
  onRound?: (round: number, history: readonly HistoryLine[]) => void
  /** Ends the run when aborted. */
  signal?: AbortSignal
}

const numberOf = (id: string): number => Number(/^R(\d+)$/.exec(id)?.[1])

/** How many events of each scenario are known to be decided. */
function progress(history: readonly HistoryLine[]): Map<number, number> {
  const steps = new Map<number, number>()
  const stepOf = new Map<string, number>()
  for (const line of history) {
    if (line.line === 'invoked' && (line.what === 'open' || line.step !== undefined) && line.tx === undefined)
      stepOf.set(line.call, line.step ?? 0)
    const step = line.line === 'answered' ? stepOf.get(line.call) : undefined
    if (line.line !== 'answered' || step === undefined) continue
    const number = numberOf(line.id)
    steps.set(number, Math.max(steps.get(number) ?? 0, step))
  }
  return steps
}

/** Waits until no worker is connected: then the transactions of killed workers have ended. */
async function allGone(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(`
      select count(*)::int as left from pg_stat_activity
      where datname = current_database() and application_name = '${workerConnections}'`)
    if (rows[0].left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
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
}: Killing): Promise<{ history: HistoryLine[]; tables: Tables }> {
  // Every process adds a listener to the signal.
  if (signal) setMaxListeners(0, signal)
  await pool.query(createOwnRows)
  const bundle = await bundled()
  const random = randomFrom(seed)
  const history: HistoryLine[] = []
  /** A number above all scenarios that were reported. */
  let next = 0
  const begun = () => {
    const known = progress(history)
    return Array.from({ length: next }, (_, number): [number, number] => [number, known.get(number) ?? 0])
  }
  const round = async (number: number) => {
    const load = { url, begun: begun().slice(-24), next }
    const running = Array.from(
      { length: workers(number) },
      (_, i) =>
        new Worker(
          bundle,
          { ...load, name: `${number + 1}.${i + 1}`, seed: seed + number * 100 + i },
          signal,
        ),
    )
    try {
      for (const worker of running) {
        await worker.wrote(worker.history.length + 30 + Math.floor(random() * 400))
        // A random pause, so that the kill can come between two lines.
        await new Promise((resolve) => setTimeout(resolve, random() * 10))
        await worker.kill()
      }
    } finally {
      // No process survives an error.
      await Promise.allSettled(running.map((worker) => worker.kill()))
    }
    history.push(...running.flatMap((worker) => worker.history))
    next = Math.max(next, ...[...progress(history).keys()].map((scenario) => scenario + 1))
  }
  try {
    for (let number = 0; number < rounds; number += 1) {
      await round(number)
      await allGone(pool)
      await leasesExpire(pool)
      onRound?.(number + 1, history)
    }
    const last = new Worker(bundle, { url, name: 'last', seed, begun: begun() }, signal)
    await last.gone
    history.push(...last.history)
  } finally {
    await rm(bundle)
  }
  return { history, tables: await readTables(pool) }
}
