import { writeFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { exams, notices, type OpenInput, statePaths } from '../../src'
import { assertPresent } from '../../src/schema/primitives'
import { type Exploration, type ExplorationLimits, explore } from '../../src/testing/explore'
import { anyScenario } from '../../src/testing/scenarios'
import { startInputs, unlikeNotices } from '../../src/testing/startInputs'
import { runScenario, shrunk, type Violation } from '../../src/testing/violation'

/**
 * A million decisions and more, each judged by every invariant. What is broken prints itself, shrunk, as a journey. Two
 * numbers may be given: how many lives, and the seed they begin with.
 */

const [lives = 6000, seed = 20261125] = process.argv.slice(2).map(Number)
const log: string[] = []
let total = 0

function say(line: string): void {
  log.push(line)
  console.log(line)
}

function fail({ invariant, how, journey }: Violation): never {
  console.error(`broken: ${invariant}: ${how}\n${JSON.stringify(journey, null, 2)}`)
  process.exit(1)
}

function explored(what: string, inputs: OpenInput[], limits: ExplorationLimits): void {
  let signed = 0
  const found: Exploration = explore(
    inputs.map((input) => ({ input })),
    {
      ...limits,
      rough: true,
      onStep: ({ decision }) => {
        signed += decision.facts.filter(({ type }) => type === 'commitment.signed').length
      },
    },
  )
  if (found.violation) fail(found.violation)
  total += found.steps
  const end = found.complete ? 'to the end' : 'cut off'
  say(`${what}: ${found.states} states, ${found.steps} decisions, ${end}, ${signed} commitments signed`)
}

/** The plain exam, of one level, for somebody whose degree is verified or not even known. */
function plain(level: string, known: Partial<OpenInput>, name = 'gd-2024-social-worker'): OpenInput[] {
  const exam = exams['social-worker']
  const notice = assertPresent(notices[name])
  const levels = exam.levels.filter(({ code }) => code === level)
  const at = notice.windows.registration.opens
  return [{ registrationId: 'R', candidateId: 'C', exam: { ...exam, levels }, notice, at, ...known }]
}

const known = { candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } } } as const
const forfeited = { ...known, history: { commitmentForfeited: true } }

for (const name of unlikeNotices) {
  const inputs = startInputs([name])
  explored(`${name}, opened in ${inputs.length} ways`, inputs, { interruptions: 0 })
}
explored('somebody nobody knows, interrupted once', plain('intermediate', {}), { interruptions: 1 })
explored('somebody known, interrupted once', plain('junior', known), { interruptions: 1 })
explored('somebody who gave up the commitment elsewhere, interrupted once', plain('junior', forfeited), {
  interruptions: 1,
})
explored('somebody known, interrupted twice', plain('junior', known), { interruptions: 2 })

// The one difference in structure that the other notices bring: a pass that gives a proof instead of a certificate.
const senior = plain('senior', known, 'gd-2024-social-worker-senior')
explored('somebody known at the level that gives a proof, interrupted once', senior, { interruptions: 1 })

const reached = new Map<string, number>()
let steps = 0
for (const [i, { input, events }] of fc.sample(anyScenario(), { numRuns: lives, seed }).entries()) {
  const life = runScenario(input, events)
  if (life.broken) {
    const { invariant } = life.broken
    fail(shrunk(input, events, invariant) ?? { ...life.broken, journey: { title: invariant } as never })
  }
  steps += life.steps.length
  const states = life.steps.flatMap(({ decision }) => statePaths(decision.snapshot.value))
  for (const state of new Set(states)) reached.set(state, (reached.get(state) ?? 0) + 1)
  if ((i + 1) % 1000 === 0) console.log(`${i + 1} lives`)
}
total += steps
say(`${lives} random lives from seed ${seed}: ${steps} decisions; of them reached`)
for (const [state, times] of [...reached].sort(([, a], [, b]) => b - a)) {
  say(`  ${((100 * times) / lives).toFixed(1).padStart(5)} %  ${state}`)
}
say(`${total} decisions, no invariant broken`)
writeFileSync('quality/proof/log.txt', `npm run prove, node ${process.version}\n\n${log.join('\n')}\n`)
