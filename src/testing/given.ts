import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import { isIn } from '../engine/stateTree'
import type { StatePath } from '../engine/stateValue'
import type { RegistrationEvent } from '../events'
import type { FactType } from '../facts'
import type { RuleId } from '../rules'
import type { EventDraft } from './drafts'
import { describeExpected, type ExpectedFields, hasFact } from './expectedFacts'
import { failureReport, ruleLine, statesText } from './failureReport'
import { assertOptions, examAndNotice, type GivenOptions } from './givenOptions'
import {
  type InstantOrDeadline,
  type LiveRegistration,
  leadTo,
  openLive,
  sendDraft,
} from './liveRegistration'
import { preconditionOf } from './nextMove'
import { assertState } from './statePath'

/** Opens a registration with the options, and with what the state requires where they leave it open. */
function openFor(state: string, options: GivenOptions): LiveRegistration {
  const { exam, notice } = examAndNotice(options)
  assertOptions(options, exam)
  const {
    exam: _,
    notice: __,
    candidate,
    history,
    at = notice.windows.registration.opens,
    ...chosen
  } = options
  const { unknown, ...required } = preconditionOf(state)
  const origin = chosen.origin ?? candidate?.education.origin ?? 'domestic'
  // The online check cannot confirm a degree from abroad (§6.4.1(5)).
  const degree = origin === 'overseas' ? 'onSite' : 'passed'
  const scenarioOptions = { origin, degree, ...required, ...chosen } as const
  const known = {
    photo: true as const,
    education: { origin, result: scenarioOptions.degree },
    identityProvider: exam.identityProvider,
  }
  const registered = candidate === undefined && !unknown ? known : candidate
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at }
  return openLive(
    { ...input, ...(registered && { candidate: registered }), ...(history && { history }) },
    scenarioOptions,
  )
}

/** A registration in some state, to which events can be sent. Immutable: each event returns an outcome. */
export class Given {
  constructor(
    protected readonly live: LiveRegistration,
    protected readonly states: string,
  ) {}

  get snapshot(): Snapshot {
    return this.live.decision.snapshot
  }
  /** The instant of the last event, in ISO 8601; by default the next event is sent at the same instant. */
  get at(): string {
    return this.live.at
  }
  /** The events sent since the registration was opened, in order. */
  get events(): readonly RegistrationEvent[] {
    return this.live.events
  }

  /**
   * Sends an event.
   * @param draft from a builder; fields that it leaves out get their usual values
   * @param at an instant in ISO 8601 with an offset, or the name of a pending deadline
   * @throws if the event has no such field, or no such deadline is pending
   */
  when(draft: EventDraft, at?: InstantOrDeadline): Outcome {
    return new Outcome(sendDraft(this.live, draft, at), statesText(this.snapshot))
  }
}

/**
 * The outcome of an event. Each expectation throws an error that says what happened instead. End a test with `accepts`,
 * `refuses`, `emits` or `in`: without an expectation a refusal goes unnoticed.
 */
export class Outcome extends Given {
  #refusalExpected = false

  /** The decision, for other expectations. */
  get decision(): Decision {
    return this.live.decision
  }

  #fail(expectation: string): never {
    const event = this.live.events.at(-1)
    const report = failureReport(this.decision, { given: this.states, ...(event && { event }) })
    throw new Error(`Expected ${event?.type} ${expectation}.\n\n${report}\n`)
  }

  /** Reports an unexpected refusal before any other expectation, which would mean little after it. */
  #rejectUnexpectedRefusal(): void {
    if (!this.decision.accepted && !this.#refusalExpected) this.#fail('to be accepted')
  }

  /** @throws if the event was refused and the test does not expect it */
  override get snapshot(): Snapshot {
    this.#rejectUnexpectedRefusal()
    return this.live.decision.snapshot
  }

  /** Expects the event to be accepted. */
  accepts(): this {
    if (!this.decision.accepted) this.#fail('to be accepted')
    return this
  }

  /** Expects the event to be refused by that rule. */
  refuses(rule: RuleId): this {
    const { decision } = this
    const line = ruleLine(rule)
    if (decision.accepted || decision.refusal.rule !== rule) this.#fail(`to be refused by ${line}`)
    this.#refusalExpected = true
    return this
  }

  /** Expects a fact of that type, with those fields. */
  emits<T extends FactType>(type: T, fields?: ExpectedFields<T>): this {
    this.#rejectUnexpectedRefusal()
    if (!hasFact(this.decision.facts, type, fields)) this.#fail(`to emit ${describeExpected(type, fields)}`)
    return this
  }

  /** Expects the registration to be in that state or in a state inside it. */
  in(path: StatePath): this {
    assertState(path)
    this.#rejectUnexpectedRefusal()
    if (!isIn(this.snapshot.value, path)) this.#fail(`to lead to ${path}`)
    return this
  }

  override when(draft: EventDraft, at?: InstantOrDeadline): Outcome {
    this.#rejectUnexpectedRefusal()
    return super.when(draft, at)
  }
}

/**
 * A registration in a state, opened and led there by the events of the plain path.
 *
 * What the state requires is assumed unless the options say otherwise: `account.profile` an unknown candidate,
 * `declaring.proof` the proof route, `declaring.evidence` a degree that the online check did not confirm.
 *
 * @param state a dotted state path
 * @throws if there is no such state or option, or no plain path leads there for this candidate
 */
export function given(state: StatePath, options: GivenOptions = {}): Given {
  assertState(state)
  return new Given(leadTo(openFor(state, options), state), state)
}
