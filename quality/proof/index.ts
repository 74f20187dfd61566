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
  const results: (PartResult | undefined)[] = []
  const queue = parts.keys()
  /** Written after each part, so that a run that is broken off has shown what it says. */
  const writeLog = (): string => {
    const done = results.filter((result) => result !== undefined)
    const decisions = done.reduce((sum, result) => sum + result.decisions, 0)
    const end =
      done.length === parts.length
        ? `${decisions} decisions, no invariant violated`
        : `${decisions} decisions so far, no invariant violated; ${done.length} of ${parts.length} parts`
    const text = [...done.flatMap(({ lines }) => lines), end].join('\n')
    writeFileSync('quality/proof/log.txt', `npm run prove, node ${process.version}\n\n${text}\n`)
    return text
  }
  const lane = async () => {
    for (const index of queue) {
      const result = await inWorker(index, [scenarios, seed])
      results[index] = result
      if (result.violation !== undefined) {
        console.error(result.violation)
        process.exit(1)
      }
      console.log(result.lines[0])
      writeLog()
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  console.log(writeLog())
}

if (isMainThread) await main()
else {
  const { index, settings } = workerData as { index: number; settings: [number, number] }
  parentPort?.postMessage(parts[index]?.((line) => parentPort?.postMessage(line), ...settings))
}
