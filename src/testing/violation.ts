import { type Decision, decide, open } from '../engine/decide'
import type { RegistrationEvent } from '../events'
import type { Journey } from '../journey'
import type { OpenInput } from '../model/context'
import { exams } from '../model/exam'
import { notices } from '../model/notice'
import { brokenInvariant, brokenStateInvariant, type ScenarioStep } from './invariants'
import { ledgerOf, recorded } from './ledger'

/** A invariant that did not hold, with the shortest life found that shows it. */
export type Violation = { invariant: string; how: string; journey: Journey }

/** What is bundled by its name, so that a journey stays short enough to read; anything else as it is. */
function named(
  spec: object,
  bundled: Readonly<Record<string, object | undefined>>,
): string | Record<string, unknown> {
  return Object.keys(bundled).find((name) => bundled[name] === spec) ?? (spec as Record<string, unknown>)
}

/** A life as a journey that can be kept as a file and played. */
export function journeyOf(title: string, input: OpenInput, events: readonly RegistrationEvent[]): Journey {
  const { exam, notice, history, candidate, at } = input
  const steps = events.map(({ by, ...event }) => ({ ...event, by: by.role }))
  return {
    title,
    cites: ['policy'],
    exam: named(exam, exams),
    notice: named(notice, notices),
    ...(history && { history: history as Record<string, unknown> }),
    ...(candidate && { candidate: candidate as Record<string, unknown> }),
    open: at,
    steps,
  }
}

/** Lives a life from its opening. @returns every step, until one breaks a invariant */
export function runScenario(
  input: OpenInput,
  events: readonly RegistrationEvent[],
): { steps: ScenarioStep[]; broken: { invariant: string; how: string } | undefined } {
  const opened = open(input)
  const steps: ScenarioStep[] = []
  let snapshot = opened.snapshot
  let ledger = ledgerOf(input)
  for (const event of events) {
    if (snapshot === null) break
    const decision: Decision = decide(snapshot, event)
    const step = {
      before: snapshot,
      event,
      decision,
      earlier: ledger,
      later: recorded(ledger, event, decision),
    }
    steps.push(step)
    const found = brokenInvariant(step)
    if (found !== undefined) return { steps, broken: found }
    const stuck = brokenStateInvariant(decision.snapshot)
    if (stuck !== undefined) return { steps, broken: stuck }
    snapshot = decision.snapshot
    ledger = step.later
  }
  return { steps, broken: undefined }
}

type BrokenInvariant = { invariant: string; how: string }

/** A broken invariant as the shortest life found that shows it. */
export function violationOf(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  fault: BrokenInvariant,
): Violation {
  const title = `${fault.invariant}: ${fault.how}`
  return shrunk(input, events, fault.invariant) ?? { ...fault, journey: journeyOf(title, input, events) }
}

/** Leaves out whatever the broken invariant does not need. */
export function shrunk(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  invariant: string,
): Violation | undefined {
  let kept = [...events]
  let found = runScenario(input, kept).broken
  if (found?.invariant !== invariant) return undefined
  for (let i = kept.length - 1; i >= 0; i -= 1) {
    const fewer = kept.filter((_, place) => place !== i)
    const still = runScenario(input, fewer).broken
    if (still?.invariant === invariant) {
      kept = fewer
      found = still
    }
  }
  return { ...found, journey: journeyOf(`${found.invariant}: ${found.how}`, input, kept) }
}
