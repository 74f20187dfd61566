import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import { type Fact, type FactType, factTypes } from '../facts'
import type { StatePath } from '../machine/states'
import { isIn } from '../machine/states'
import type { DeadlineName } from '../model/instants'
import type { OpenInput } from '../model/opening'
import { registrationPeriod } from '../model/windows'
import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import { omitUndefined } from '../schema/primitives'
import { assertKnown } from './assertKnown'
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
import { latestOrder, latestRefund } from './usualValues'

/** Opens a registration with the options. Options that are not given default to the preconditions of the state. */
function openFor(state: string, options: GivenOptions<string>): LiveRegistration {
  const { exam, notice: announced } = examAndNotice(options)
  const { unknown, passMarks, ...required } = preconditionOf(state)
  const notice = passMarks === 'later' ? omitUndefined({ ...announced, passMarks: undefined }) : announced
  const {
    exam: _,
    notice: __,
    candidate,
    history,
    at = registrationPeriod(notice).opens,
    registrations,
    ...chosen
  } = options
  const origin = chosen.origin ?? candidate?.education?.origin ?? 'domestic'
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
    registrations as Registrations | undefined,
  )
}

let generation = 0

/** Makes every registration compute again, so that no test depends on the results of another test. */
export function recompute(): void {
  generation += 1
}

/**
 * A registration to send events to. It is immutable and computed on first access, so that tests can share a
 * registration defined outside them.
 */
export class Given<Id extends string = RuleId> {
  readonly #run: () => LiveRegistration
  #computed: { live: LiveRegistration; generation: number } | undefined

  constructor(run: () => LiveRegistration) {
    this.#run = run
  }

  protected get live(): LiveRegistration {
    if (this.#computed?.generation !== generation) this.#computed = { live: this.#run(), generation }
    return this.#computed.live
  }
  /** The registration that receives the next event. */
  protected get settled(): LiveRegistration {
    return this.live
  }

  /** The decision on the last event, or on opening. */
  get decision(): Decision<Snapshot, Id> {
    return this.live.decision as Decision<Snapshot, Id>
  }
  get snapshot(): Snapshot {
    return this.settled.decision.snapshot
  }
  /** The instant of the last event, in ISO 8601; by default the next event is sent at the same instant. */
  get at(): string {
    return this.live.at
  }
  /** What the registration was opened with; with `events` it is a start of `explore`. */
  get input(): OpenInput {
    return this.live.input
  }
  /** The events sent since the registration was opened, in order. */
  get events(): readonly RegistrationEvent[] {
    return this.live.events
  }
  /** The number of the latest order. */
  get orderNo(): string {
    return latestOrder(this.snapshot)
  }
  /** The number of the latest refund. */
  get refundId(): string {
    return latestRefund(this.snapshot)
  }
  /** The facts of one type that the last event emitted. */
  facts<T extends FactType>(type: T): Extract<Fact, { type: T }>[] {
    assertKnown('fact', type, factTypes)
    return this.decision.facts.filter((fact) => fact.type === type) as Extract<Fact, { type: T }>[]
  }

  /**
   * Sends an event. An error in the draft or the instant is thrown on first access to the outcome: an unknown event
   * type, an unknown field, or a deadline that is not pending.
   * @param draft from a builder, or only the event type; omitted fields get their usual values
   * @param at an instant in ISO 8601 with an offset, or the name of a pending deadline
   */
  when(draft: EventDraft | EventType, at?: InstantOrDeadline): Outcome<Id> {
    const full = (typeof draft === 'string' ? { type: draft } : draft) as EventDraft
    return new Outcome(() => sendDraft(this.settled, full, at), this)
  }

  /** Advances the clock to a pending deadline. */
  until(deadline: DeadlineName): Outcome<Id> {
    return this.when('clock.advance', deadline)
  }

  /** Leads the registration to a state by the plain path. Events that need no deadline are sent at the same instant. */
  to(state: StatePath): Given<Id> {
    assertState(state)
    return new Given(() => leadTo(this.settled, state))
  }
}

/**
 * The outcome of an event. A failed expectation throws an error that describes the actual decision. End a test with
 * `accepts`, `refuses`, `emits` or `in`: without an expectation, the event is not sent.
 */
export class Outcome<Id extends string = RuleId> extends Given<Id> {
  #refusalExpected = false
  readonly #before: Given<Id>

  constructor(run: () => LiveRegistration, before: Given<Id>) {
    super(run)
    this.#before = before
  }

  #fail(expectation: string): never {
    const event = this.live.events.at(-1)
    const given = statesText(this.#before.snapshot)
    const report = failureReport(this.live.decision, {
      given,
      registrations: this.live.registrations,
      ...(event && { event }),
    })
    throw new Error(`Expected ${event?.type} ${expectation}.\n\n${report}\n`)
  }

  /** Reports an unexpected refusal before any other failed expectation, because the refusal explains the failure. */
  protected override get settled(): LiveRegistration {
    if (!this.decision.accepted && !this.#refusalExpected) this.#fail('to be accepted')
    return this.live
  }

  /** Expects the event to be accepted. */
  accepts(): this {
    if (!this.decision.accepted) this.#fail('to be accepted')
    return this
  }

  /** Expects that rule to refuse the event. */
  refuses(rule: Id): this {
    const { decision, live } = this
    const line = ruleLine(rule as RuleId, live.registrations)
    if (decision.accepted || decision.refusal.rule !== rule) this.#fail(`to be refused by ${line}`)
    this.#refusalExpected = true
    return this
  }

  /** Expects a fact of that type, with those fields. */
  emits<T extends FactType>(type: T, fields?: ExpectedFields<T>): this {
    const { facts } = this.settled.decision
    if (!hasFact(facts, type, fields)) this.#fail(`to emit ${describeExpected(type, fields)}`)
    return this
  }

  /** Expects the registration to be in that state or in a state inside it. */
  in(path: StatePath): this {
    assertState(path)
    if (!isIn(this.snapshot.value, path)) this.#fail(`to lead to ${path}`)
    return this
  }
}

/**
 * A registration in a state, opened and led to the state by the plain path: the usual events without detours.
 *
 * Options that are not given default to the preconditions of the state: an unknown candidate for `account.profile`, the
 * proof route for `declaring.proof`, a degree that the online check did not confirm for `declaring.evidence`.
 *
 * @param state a dotted state path
 * @throws if the state or an option is unknown; on first access, also if no plain path leads to it for this candidate
 * @example
 * ```ts
 * import { event, given } from 'baokao/testing'
 *
 * given('paying.awaiting').when(event.payment.settle({ amountFen: 100 })).emits('refund.due').in('paying.awaiting')
 * ```
 */
export function given<Id extends string = RuleId>(
  state: StatePath,
  options: GivenOptions<Id> = {},
): Given<Id> {
  assertState(state)
  const { exam } = examAndNotice(options)
  assertOptions(options, exam)
  return new Given<Id>(() => leadTo(openFor(state, options as GivenOptions<string>), state))
}
