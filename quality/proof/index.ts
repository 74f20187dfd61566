import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { explorations, type PartResult, randomLives } from './parts'

/**
 * `npm run prove`: checks every invariant at millions of decisions, and prints a violation as a shrunk journey. The parts
 * run side by side, one on each processor. Arguments: the number of random lives, and their seed.
 */

const parts = [...explorations(), randomLives]

/** Runs a part in a worker. @returns its lines for the log */
function inWorker(index: number, settings: readonly number[]): Promise<PartResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { index, settings } })
    worker.on('message', (message: string | PartResult) => {
      if (typeof message === 'string') console.log(message)
      else resolve(message)
    })
    worker.on('error', reject)
  })
}

async function main(): Promise<void> {
  const [scenarios = 6000, seed = 20261125] = process.argv.slice(2).map(Number)
  const results: PartResult[] = []
  const queue = parts.keys()
  const lane = async () => {
    for (const index of queue) {
      const result = await inWorker(index, [scenarios, seed])
      results[index] = result
      console.log(result.lines[0])
      if (result.violation !== undefined) {
        console.error(result.violation)
        process.exit(1)
      }
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  const total = results.reduce((sum, { decisions }) => sum + decisions, 0)
  const lines = [...results.flatMap((result) => result.lines), `${total} decisions, no invariant violated`]
  console.log(lines.join('\n'))
  writeFileSync('quality/proof/log.txt', `npm run prove, node ${process.version}\n\n${lines.join('\n')}\n`)
}

if (isMainThread) await main()
else {
  const { index, settings } = workerData as { index: number; settings: [number, number] }
  parentPort?.postMessage(parts[index]?.((line) => parentPort?.postMessage(line), ...settings))
}
