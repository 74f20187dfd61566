import type { RegistrationEvent } from '../events'
import type { Journey } from '../journeyFormat'
import { exams } from '../model/exam'
import { notices } from '../model/notices'
import type { OpenInput } from '../model/opening'
import type { Registrations } from '../registrations/registrations'
import { type DecidedBy, registrationsOf } from './decidedBy'
import {
  type ScenarioStep,
  type ViolatedInvariant,
  violatedInvariant,
  violatedStateInvariant,
} from './invariants'
import { newLedger, nextLedger } from './ledger'

/** A violated invariant, with the shortest journey found that violates it. */
export type Violation = ViolatedInvariant & { journey: Journey }

/** Returns the name of a bundled exam or notice, which keeps a journey short; returns any other spec in full. */
function nameOrSpec(
  spec: object,
  bundled: Readonly<Record<string, object | undefined>>,
): string | Record<string, unknown> {
  return Object.keys(bundled).find((name) => bundled[name] === spec) ?? (spec as Record<string, unknown>)
}

/** The journey of a scenario. It can be stored as a file and run by `runJourney`. */
export function journeyOf(title: string, input: OpenInput, events: readonly RegistrationEvent[]): Journey {
  const { exam, notice, history, candidate, at } = input
  const steps = events.map(({ by, ...event }) => ({ ...event, by: by.role }))
  return {
    title,
    cites: ['policy'],
    exam: nameOrSpec(exam, exams),
    notice: nameOrSpec(notice, notices),
    ...(history && { history: history as Record<string, unknown> }),
    ...(candidate && { candidate: candidate as Record<string, unknown> }),
    open: at,
    steps,
  }
}

/**
 * Opens a registration and sends it the events, until one violates an invariant.
 * @returns the steps, and the violated invariant; no steps if the input is not valid
 * @example
 * ```ts
 * import { runScenario, startInputs } from 'baokao/testing'
 * import { given } from 'baokao/testing'
 *
 * const [input] = startInputs(['gd-2024-social-worker'])
 * input && runScenario(input, given('verifying').events).violated // undefined
 * ```
 */
export function runScenario(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  options: DecidedBy = {},
): { steps: ScenarioStep[]; violated: ViolatedInvariant | undefined } {
  const registrations = registrationsOf(options)
  const steps: ScenarioStep[] = []
  let { snapshot } = registrations.open(input)
  let ledger = newLedger(input)
  for (const event of events) {
    if (snapshot === null) break
    const decision = registrations.decide(snapshot, event)
    const ledgerAfter = nextLedger(ledger, event, decision)
    const step = { before: snapshot, event, decision, registrations, ledgerBefore: ledger, ledgerAfter }
    steps.push(step)
    const violated = violatedInvariant(step) ?? violatedStateInvariant(decision.snapshot, registrations)
    if (violated !== undefined) return { steps, violated }
    snapshot = decision.snapshot
    ledger = ledgerAfter
  }
  return { steps, violated: undefined }
}

/** The violation with the shortest journey found that shows it. */
export function violationOf(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  violated: ViolatedInvariant,
  registrations: Registrations,
): Violation {
  const title = `${violated.invariant}: ${violated.how}`
  return (
    shrink(input, events, violated.invariant, { registrations }) ?? {
      ...violated,
      journey: journeyOf(title, input, events),
    }
  )
}

/**
 * Removes every event that the violation does not need.
 * @returns `undefined` if the scenario does not violate that invariant
 */
export function shrink(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  invariant: string,
  options: DecidedBy = {},
): Violation | undefined {
  let kept = [...events]
  let { violated } = runScenario(input, kept, options)
  if (violated?.invariant !== invariant) return undefined
  for (let i = kept.length - 1; i >= 0; i -= 1) {
    const fewer = kept.filter((_, index) => index !== i)
    const run = runScenario(input, fewer, options)
    if (run.violated?.invariant === invariant) {
      kept = fewer
      violated = run.violated
    }
  }
  return { ...violated, journey: journeyOf(`${violated.invariant}: ${violated.how}`, input, kept) }
}
