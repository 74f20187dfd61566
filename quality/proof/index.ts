import { writeFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { exams, notices, type OpenInput, statePaths } from '../../src'
import { assertPresent } from '../../src/schema/primitives'
import { anyScenario } from '../../src/testing/arbitraries'
import { type Exploration, type ExplorationLimits, explore } from '../../src/testing/explore'
import { distinctNotices, startInputs } from '../../src/testing/startInputs'
import { runScenario, shrink, type Violation } from '../../src/testing/violation'

/**
 * Checks every invariant at more than a million decisions, and prints a violation as a shrunk journey. Arguments: the
 * number of random scenarios, and their seed.
 */

const [scenarios = 6000, seed = 20261125] = process.argv.slice(2).map(Number)
const log: string[] = []
let total = 0

function say(line: string): void {
  log.push(line)
  console.log(line)
}

function fail({ invariant, how, journey }: Violation): never {
  console.error(`violated: ${invariant}: ${how}\n${JSON.stringify(journey, null, 2)}`)
  process.exit(1)
}

function explored(what: string, inputs: OpenInput[], limits: ExplorationLimits): void {
  let signed = 0
  let decisions = 0
  let states = 0
  const found: Exploration = explore(
    inputs.map((input) => ({ input })),
    {
      ...limits,
      rough: true,
      onNode: () => {
        states += 1
        return undefined
      },
      onStep: ({ decision }) => {
        decisions += 1
        if (decisions % 200_000 === 0)
          console.log(`  ${what}: ${states} states, ${decisions} decisions so far`)
        signed += decision.facts.filter(({ type }) => type === 'commitment.signed').length
      },
    },
  )
  if (found.violation) fail(found.violation)
  total += found.steps
  const end = found.complete ? 'to the end' : 'cut off'
  say(`${what}: ${found.states} states, ${found.steps} decisions, ${end}, ${signed} commitments signed`)
}

/** The social worker exam with one level only. */
function oneLevel(level: string, known: Partial<OpenInput>, name = 'gd-2024-social-worker'): OpenInput[] {
  const exam = exams['social-worker']
  const notice = assertPresent(notices[name])
  const levels = exam.levels.filter(({ code }) => code === level)
  const at = notice.windows.registration.opens
  return [{ registrationId: 'R', candidateId: 'C', exam: { ...exam, levels }, notice, at, ...known }]
}

const known = { candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } } } as const
const forfeited = { ...known, history: { commitmentForfeited: true } }

for (const name of distinctNotices) {
  const inputs = startInputs([name])
  explored(`${name}, opened in ${inputs.length} ways`, inputs, { interruptions: 0 })
}
explored('unknown candidate, interrupted once', oneLevel('intermediate', {}), { interruptions: 1 })
explored('known candidate, interrupted once', oneLevel('junior', known), { interruptions: 1 })
explored('commitment forfeited elsewhere, interrupted once', oneLevel('junior', forfeited), {
  interruptions: 1,
})
explored('known candidate, interrupted twice', oneLevel('junior', known), { interruptions: 2 })

// The only structural difference of the other notices is a pass that gives a proof instead of a certificate.
const senior = oneLevel('senior', known, 'gd-2024-social-worker-senior')
explored('known candidate at the level that gives a proof, interrupted once', senior, { interruptions: 1 })

const reached = new Map<string, number>()
let steps = 0
for (const [i, { input, events }] of fc.sample(anyScenario(), { numRuns: scenarios, seed }).entries()) {
  const run = runScenario(input, events)
  if (run.violated) {
    const { invariant } = run.violated
    fail(shrink(input, events, invariant) ?? { ...run.violated, journey: { title: invariant } as never })
  }
  steps += run.steps.length
  const states = run.steps.flatMap(({ decision }) => statePaths(decision.snapshot.value))
  for (const state of new Set(states)) reached.set(state, (reached.get(state) ?? 0) + 1)
  if ((i + 1) % 1000 === 0) console.log(`${i + 1} scenarios`)
}
total += steps
say(`${scenarios} random scenarios from seed ${seed}: ${steps} decisions; of them reached`)
for (const [state, times] of [...reached].sort(([, a], [, b]) => b - a)) {
  say(`  ${((100 * times) / scenarios).toFixed(1).padStart(5)} %  ${state}`)
}
say(`${total} decisions, no invariant violated`)
writeFileSync('quality/proof/log.txt', `npm run prove, node ${process.version}\n\n${log.join('\n')}\n`)
