import * as fc from 'fast-check'
import { exams, notices, type OpenInput, statePaths } from '../../src'
import { assertPresent } from '../../src/schema/primitives'
import { anyScenario } from '../../src/testing/arbitraries'
import { type ExplorationLimits, explore } from '../../src/testing/explore'
import { distinctNotices, startInputs } from '../../src/testing/startInputs'
import { runScenario, shrink, type Violation } from '../../src/testing/violation'

/** The parts of `npm run prove`. */

/** The lines of a part for the log, the number of its decisions, and the violation that ended it. */
export type PartResult = { lines: string[]; decisions: number; violation?: string }

/** @param say prints how far it is */
export type Part = (say: (line: string) => void, scenarios: number, seed: number) => PartResult

const textOf = ({ invariant, how, journey }: Violation): string =>
  `violated: ${invariant}: ${how}\n${JSON.stringify(journey, null, 2)}`

/** Explores every path from some openings. */
const exploration =
  (what: string, inputs: OpenInput[], limits: ExplorationLimits): Part =>
  (say) => {
    let [signed, decisions, states] = [0, 0, 0]
    const found = explore(
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
          if (decisions % 200_000 === 0) say(`  ${what}: ${states} states, ${decisions} decisions so far`)
          signed += decision.facts.filter(({ type }) => type === 'commitment.signed').length
        },
      },
    )
    const end = found.complete ? 'to the end' : 'cut off'
    return {
      lines: [
        `${what}: ${found.states} states, ${found.steps} decisions, ${end}, ${signed} commitments signed`,
      ],
      decisions: found.steps,
      ...(found.violation && { violation: textOf(found.violation) }),
    }
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

/** The largest first, so that the processors finish together. */
export const explorations = (): Part[] => [
  ...[...distinctNotices].reverse().map((name) => {
    const inputs = startInputs([name])
    return exploration(`${name}, opened in ${inputs.length} ways`, inputs, { interruptions: 0 })
  }),
  exploration('unknown candidate, interrupted once', oneLevel('intermediate', {}), { interruptions: 1 }),
  exploration('known candidate, interrupted twice', oneLevel('junior', known), { interruptions: 2 }),
  exploration('known candidate, interrupted once', oneLevel('junior', known), { interruptions: 1 }),
  exploration('commitment forfeited elsewhere, interrupted once', oneLevel('junior', forfeited), {
    interruptions: 1,
  }),
  // The only structural difference of the other notices is a pass that gives a proof instead of a certificate.
  exploration(
    'known candidate at the level that gives a proof, interrupted once',
    oneLevel('senior', known, 'gd-2024-social-worker-senior'),
    { interruptions: 1 },
  ),
]

/** Runs random lives, and counts the states that they reach. */
export const randomLives: Part = (say, scenarios, seed) => {
  const reached = new Map<string, number>()
  let decisions = 0
  for (const [i, { input, events }] of fc.sample(anyScenario(), { numRuns: scenarios, seed }).entries()) {
    const run = runScenario(input, events)
    decisions += run.steps.length
    if (run.violated) {
      const { invariant } = run.violated
      const violation = shrink(input, events, invariant) ?? {
        ...run.violated,
        journey: { title: invariant } as never,
      }
      return { lines: ['a random life violates an invariant'], decisions, violation: textOf(violation) }
    }
    const states = run.steps.flatMap(({ decision }) => statePaths(decision.snapshot.value))
    for (const state of new Set(states)) reached.set(state, (reached.get(state) ?? 0) + 1)
    if ((i + 1) % 1000 === 0) say(`  ${i + 1} random lives`)
  }
  const shares = [...reached]
    .sort(([, a], [, b]) => b - a)
    .map(([state, times]) => `  ${((100 * times) / scenarios).toFixed(1).padStart(5)} %  ${state}`)
  const head = `${scenarios} random scenarios from seed ${seed}: ${decisions} decisions; of them reached`
  return { lines: [head, ...shares], decisions }
}
