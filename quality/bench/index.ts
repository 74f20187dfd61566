import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { transition } from 'xstate'
import {
  deadlines,
  decide,
  explain,
  type RegistrationEvent,
  registrationMachine,
  runJourney,
  type Snapshot,
} from '../../src'
import { median } from './compare'
import { reduce } from './reducer'
import { ownCode } from './size'

/**
 * `npm run bench`: measures ratios of two speeds. Both sides run in the same process, in alternating blocks, and the
 * ratio is the median over the blocks, so that a slow or busy machine slows both sides alike.
 */

const root = process.argv[2] ?? process.cwd()
const journey = JSON.parse(
  readFileSync(`${root}/examples/journeys/certified/commitment-to-certificate.json`, 'utf8'),
)
const { opened, steps } = runJourney(journey)

/** Every event of the plain path, with the snapshot before it. */
const path: { before: Snapshot; event: RegistrationEvent }[] = []
let snapshot = opened?.snapshot as Snapshot
for (const { event, decision } of steps) {
  if (event.type !== 'clock.advance') path.push({ before: snapshot, event })
  snapshot = decision.snapshot
}
const states = path.map(({ before }) => registrationMachine.resolveState(before))
const texts = path.map(({ before }) => JSON.stringify(before))
const refusedEvents = path.map(
  ({ event }) => ({ ...event, type: 'proof.approve', by: { role: 'office', id: 'O' } }) as RegistrationEvent,
)

/** Runs sixty rounds of the path. @returns microseconds per event */
function block(work: (i: number) => void): number {
  const start = performance.now()
  for (let round = 0; round < 60; round += 1) for (let i = 0; i < path.length; i += 1) work(i)
  return ((performance.now() - start) / 60 / path.length) * 1000
}

type Ratio = { name: string; ratio: number; target: number; detail: string }

function compare(
  name: string,
  target: number,
  subject: (i: number) => void,
  baseline: (i: number) => void,
): Ratio {
  for (let i = 0; i < 20; i += 1) block(subject) + block(baseline)
  const pairs = Array.from({ length: 61 }, () => [block(subject), block(baseline)] as const)
  const ratio = median(pairs.map(([a, b]) => a / b))
  const detail = `${median(pairs.map(([a]) => a)).toFixed(1)} µs : ${median(pairs.map(([, b]) => b)).toFixed(1)} µs`
  return { name, ratio, target, detail }
}

const at = (i: number) => path[i] as (typeof path)[number]
const runDecide = (i: number) => void decide(at(i).before, at(i).event)

function compareImport(): Ratio {
  const millisOf = (code: string) =>
    Number(
      execFileSync(
        'node',
        ['--input-type=module', '-e', `const t=performance.now();${code};console.log(performance.now()-t)`],
        { cwd: root, encoding: 'utf8' },
      ),
    )
  const library = () => millisOf(`await import('baokao')`)
  const dependencies = () => millisOf(`await import('xstate');await import('zod')`)
  library() + dependencies()
  const pairs = Array.from({ length: 20 }, () => [library(), dependencies()] as const)
  const [a, b] = [median(pairs.map(([x]) => x)), median(pairs.map(([, x]) => x))]
  return {
    name: "import('baokao') : xstate and zod",
    ratio: a / b,
    target: 1.5,
    detail: `${a.toFixed(0)} ms : ${b.toFixed(0)} ms`,
  }
}

function print({ name, ratio, target, detail }: Ratio): void {
  const mark = ratio <= target ? ' ' : '!'
  console.log(
    `${mark} ${name.padEnd(48)} ${ratio.toFixed(2).padStart(6)}  at most ${target.toFixed(2)}   ${detail}`,
  )
}

console.log(
  `node ${process.version}, ${path.length} events of the plain path, medians of 61 alternating blocks\n`,
)
print(
  compare(
    "decide : XState's transition()",
    1,
    runDecide,
    (i) => void transition(registrationMachine, states[i] as (typeof states)[number], at(i).event),
  ),
)
print(
  compare(
    'JSON to JSON : a reducer without rules',
    3,
    (i) => void JSON.stringify(decide(JSON.parse(texts[i] as string), at(i).event).snapshot),
    (i) => void reduce(texts[i] as string, at(i).event),
  ),
)
print(
  compare(
    'a refusal : an accepted event',
    2,
    (i) => void decide(at(i).before, refusedEvents[i] as RegistrationEvent),
    runDecide,
  ),
)
print(compare('explain : an accepted event', 3, (i) => void explain(at(i).before, at(i).event.at), runDecide))
print(compare('deadlines : an accepted event', 0.3, (i) => void deadlines(at(i).before), runDecide))
print(compareImport())
const bytes = await ownCode(root)
print({ name: 'own code, gzipped : 30 kB', ratio: bytes / 30_000, target: 1, detail: `${bytes} B` })
