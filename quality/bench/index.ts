import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { transition } from 'xstate'
import {
  createRegistrations,
  deadlines,
  decide,
  defineProvision,
  explain,
  type JourneyRun,
  type RegistrationEvent,
  runJourney,
  type Snapshot,
} from '../../src'
import { median } from './compare'
import { registrationMachine as frozenMachine, reduce } from './frozen/before.mjs'
import { ownCode } from './size'

/**
 * `npm run bench`: measures ratios of two speeds. Both sides run in the same process, in alternating blocks, and the
 * ratio is the median over the blocks, so that a slow or busy machine slows both sides alike.
 */

const root = process.argv[2] ?? process.cwd()
const journey = JSON.parse(
  readFileSync(`${root}/examples/journeys/certified/commitment-to-certificate.json`, 'utf8'),
)

/** Every event of the plain path, with the snapshot before it. */
function pathOf({ opened, steps }: JourneyRun): { before: Snapshot; event: RegistrationEvent }[] {
  const before = [opened, ...steps.map(({ decision }) => decision)].map((one) => one?.snapshot as Snapshot)
  return steps
    .map(({ event }, i) => ({ before: before[i] as Snapshot, event }))
    .filter(({ event }) => event.type !== 'clock.advance')
}
const path = pathOf(runJourney(journey))
const states = path.map(({ before }) => frozenMachine.resolveState(before))
const texts = path.map(({ before }) => JSON.stringify(before))
const refusedEvents = path.map(
  ({ event }) => ({ ...event, type: 'proof.approve', by: { role: 'office', id: 'O' } }) as RegistrationEvent,
)

/** Runs thirty rounds of the path. @returns microseconds per event */
function block(work: (i: number) => void): number {
  const start = performance.now()
  for (let round = 0; round < 30; round += 1) for (let i = 0; i < path.length; i += 1) work(i)
  return ((performance.now() - start) / 30 / path.length) * 1000
}

type Ratio = { name: string; ratio: number; target: number; detail: string }

/** Of three runs the middle one. */
function middle(run: () => Ratio): Ratio {
  const runs = [run(), run(), run()].sort((one, other) => one.ratio - other.ratio)
  return runs[1] as Ratio
}

function compare(
  name: string,
  target: number,
  subject: (i: number) => void,
  baseline: (i: number) => void,
): Ratio {
  for (let i = 0; i < 40; i += 1) block(subject) + block(baseline)
  const pairs = Array.from({ length: 61 }, () => [block(subject), block(baseline)] as const)
  const ratio = median(pairs.map(([a, b]) => a / b))
  const detail = `${median(pairs.map(([a]) => a)).toFixed(1)} µs : ${median(pairs.map(([, b]) => b)).toFixed(1)} µs`
  return { name, ratio, target, detail }
}

const at = (i: number) => path[i] as (typeof path)[number]
const runDecide = (i: number) => void decide(at(i).before, at(i).event)
const runFrozen = (i: number) =>
  void transition(frozenMachine, states[i] as (typeof states)[number], at(i).event)

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

/** Three provisions on transitions of the plain path, which never refuse. */
const before = [
  ['filling.confirmation', 'application.confirm'],
  ['declaring.commitment', 'commitment.sign'],
  ['registered.admitCard', 'admitCard.print'],
] as const
const provisions = before.map((transition, i) =>
  defineProvision({
    id: `bench.rule-${i}`,
    cites: [{ document: 'bench', article: '1' }],
    title: { zh: '地方规定', en: 'A rule' },
    message: { zh: '不予受理。', en: 'Refused.' },
    applies: ({ places }) => places.length > 0,
    before: [transition],
    standsAgainst: ({ attested }) => attested('bench') === 'failed',
  }),
)
const local = createRegistrations({ provisions })
const localPath = pathOf(runJourney(journey, { registrations: local }))
const runLocally = (i: number) => {
  const { before, event } = localPath[i] as (typeof path)[number]
  local.decide(before, event)
}

console.log(
  `node ${process.version}, ${path.length} events of the plain path; of three runs the middle one, each the median of 61 alternating blocks\n`,
)
const comparisons: (() => Ratio)[] = [
  () => compare('decide : transition() of the machine before', 0.75, runDecide, runFrozen),
  () =>
    compare(
      'JSON to JSON : the reducer that judges nothing',
      3,
      (i) => void JSON.stringify(decide(JSON.parse(texts[i] as string), at(i).event).snapshot),
      (i) => void reduce(texts[i] as string, at(i).event),
    ),
  () => compare('decide with three provisions : decide', 1.05, runLocally, runDecide),
  () =>
    compare(
      'a refusal : transition() of the machine before',
      1.5,
      (i) => void decide(at(i).before, refusedEvents[i] as RegistrationEvent),
      runFrozen,
    ),
  () =>
    compare(
      'explain : transition() of the machine before',
      6,
      (i) => void explain(at(i).before, at(i).event.at),
      runFrozen,
    ),
  () =>
    compare(
      'deadlines : transition() of the machine before',
      0.2,
      (i) => void deadlines(at(i).before),
      runFrozen,
    ),
  compareImport,
]
const ratios = comparisons.map((comparison) => {
  const ratio = middle(comparison)
  print(ratio)
  return ratio
})
const bytes = await ownCode(root)
const size = { name: 'own code, gzipped : 70 kB', ratio: bytes / 70_000, target: 1, detail: `${bytes} B` }
print(size)
if (ratios.some(({ ratio, target }) => ratio > target)) process.exitCode = 1
