import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import { isIn } from '../engine/stateTree'
import type { RegistrationEvent } from '../events'
import type { FactType } from '../facts'
import type { RuleId } from '../rules'
import type { Draft } from './drafts'
import { describeExpected, type ExpectedFields, hasFact } from './expectedFacts'
import { report, ruleLine, statesText } from './failureReport'
import { assertOffered, examAndNotice, type GivenOptions } from './givenOptions'
import { type LiveRegistration, leadTo, openLive, sendDraft, type When } from './liveRegistration'
import { needOf } from './moves'
import { assertState, type StatePath } from './statePath'

/** What the state needs, and what is said, which counts for more. */
function begun(state: string, options: GivenOptions): LiveRegistration {
  const { exam, notice } = examAndNotice(options)
  assertOffered(options, exam)
  const { exam: _, notice: __, candidate, history, at = notice.windows.registration.opens, ...said } = options
  const { unknown, ...need } = needOf(state)
  const origin = said.origin ?? candidate?.education.origin ?? 'domestic'
  // No online check confirms a degree from abroad (§6.4.1(5)).
  const degree = origin === 'overseas' ? 'onSite' : 'passed'
  const wishes = { origin, degree, ...need, ...said } as const
  const known = {
    photo: true as const,
    education: { origin, result: wishes.degree },
    identityProvider: exam.identityProvider,
  }
  const somebody = candidate === undefined && !unknown ? known : candidate
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at }
  return openLive({ ...input, ...(somebody && { candidate: somebody }), ...(history && { history }) }, wishes)
}

/** A registration to which something may happen. It never changes: each event gives another. */
export class Given {
  constructor(
    protected readonly life: LiveRegistration,
    protected readonly told: string,
  ) {}

  /** The registration as it stands. */
  get snapshot(): Snapshot {
    return this.life.decision.snapshot
  }
  /** The instant of the last event; the next one happens at the same instant unless told otherwise. */
  get at(): string {
    return this.life.at
  }
  /** What was sent since the registration was opened, in order. */
  get events(): readonly RegistrationEvent[] {
    return this.life.events
  }

  /**
   * Sends an event.
   * @param draft of a builder; what it leaves out is filled in sensibly
   * @param at an instant in ISO 8601 with an offset, or the name of a deadline that stands
   */
  when(draft: Draft, at?: When): Outcome {
    return new Outcome(sendDraft(this.life, draft, at), statesText(this.snapshot))
  }
}

/**
 * What became of an event. Each expectation throws an error that says what happened instead; without any, a test only
 * shows that the event can be sent: end with `accepts`, `refuses`, `emits` or `in`.
 */
export class Outcome extends Given {
  /** Whether the refusal, if it is one, is what the test expects. */
  #foreseen = false

  /** The decision, for whatever else is to be expected of it. */
  get decision(): Decision {
    return this.life.decision
  }

  #fail(expectation: string): never {
    const event = this.life.events.at(-1)
    const seen = { given: this.told, ...(event && { event }) }
    throw new Error(`Expected ${event?.type} ${expectation}.\n\n${report(this.decision, seen)}\n`)
  }

  /** A refusal that nobody foresaw is told, whatever else is expected: nothing that follows would mean much. */
  #unlessRefused(): void {
    if (!this.decision.accepted && !this.#foreseen) this.#fail('to be accepted')
  }

  /** The registration as it stands; a refusal that no test expected throws. */
  override get snapshot(): Snapshot {
    this.#unlessRefused()
    return this.life.decision.snapshot
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
    this.#foreseen = true
    return this
  }

  /** Expects a fact of that type, with those fields. */
  emits<T extends FactType>(type: T, fields?: ExpectedFields<T>): this {
    this.#unlessRefused()
    if (!hasFact(this.decision.facts, type, fields)) this.#fail(`to tell ${describeExpected(type, fields)}`)
    return this
  }

  /** Expects the registration to be in that state, or in one inside it. */
  in(path: StatePath): this {
    assertState(path)
    this.#unlessRefused()
    if (!isIn(this.snapshot.value, path)) this.#fail(`to lead to ${path}`)
    return this
  }

  override when(draft: Draft, at?: When): Outcome {
    this.#unlessRefused()
    return super.when(draft, at)
  }
}

/**
 * A registration in some state, as its events have made it: opened and led there by the plain path.
 *
 * What leads there is assumed where the options do not say it: `account.profile` means somebody whom nobody knows,
 * `declaring.proof` the proof route, `declaring.evidence` a degree that the online check did not confirm.
 *
 * @param state a dotted path
 * @throws if there is no such state, or no plain path leads there for this candidate
 */
export function given(state: StatePath, options: GivenOptions = {}): Given {
  assertState(state)
  return new Given(leadTo(begun(state, options), state), state)
}
