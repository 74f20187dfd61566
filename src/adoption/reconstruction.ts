import type { Snapshot } from '../engine/snapshot'
import { type EventType, type RegistrationEvent, senderOf } from '../events'
import type { Fact } from '../facts'
import { clockTime } from '../labels'
import { isIn, type StatePath } from '../machine/states'
import { openings } from '../model/instants'
import type { OpenInput } from '../model/opening'
import type { Registrations } from '../registrations/registrations'
import { formatInstant, type Millis, parseInstant } from '../time'
import { titles } from '../titles'
import type { AdoptedLine } from './adoptedLine'
import { CannotAdopt, decidedOtherwise, refusedEvent } from './adoptionProblem'

/** An event without its instant and its sender. */
export type EventWish = {
  [T in EventType]: { type: T } & Omit<RegistrationEvent<T>, 'type' | 'at' | 'by' | 'meta'>
}[EventType]

/** Who sends what the line says of others than the candidate. */
const adopter = 'adopt'

/** Event types that happen as late as possible, so that the window that they open is still open. */
export type Late = (type: EventType) => boolean

/** A registration that is led by events to the state of a line. */
export class Reconstruction {
  snapshot: Snapshot
  readonly facts: Fact[]
  readonly events: RegistrationEvent[] = []
  /** The deadline that fired last. */
  lastFired: { name: string; at: string } | undefined
  /** The event types whose instant the list does not have, and the fields that it does not have. */
  readonly filled = new Set<string>()
  private amended = false
  private isCatchingUp = false
  /** Sends what else happened up to an instant, before an event of a later one. */
  catchUp: (before: Millis) => void = () => {}

  /**
   * @param asOf the instant of the list
   * @throws CannotAdopt if the opening is not valid
   */
  constructor(
    readonly registrations: Registrations,
    readonly line: AdoptedLine,
    opening: OpenInput,
    readonly asOf: Millis,
    private readonly late: Late,
  ) {
    const decision = registrations.open(opening)
    if (!decision.accepted || decision.snapshot === null)
      throw new CannotAdopt(
        decision.accepted
          ? { message: { zh: '无法开启报名', en: 'cannot be opened' } }
          : refusedEvent(decision.refusal, undefined),
      )
    this.snapshot = decision.snapshot
    this.facts = [...decision.facts]
    this.lastFired = decision.fired.at(-1)
  }

  get context(): Snapshot['context'] {
    return this.snapshot.context
  }

  isIn(path: StatePath): boolean {
    return isIn(this.snapshot.value, path)
  }

  /** The instants to try for an event whose instant is not known: the first that the rules accept is taken. */
  private guesses(type: EventType): Millis[] {
    const { context } = this
    const opens = [
      openings['registration.opens'](context, context.at),
      context.terms.payment[0],
      context.terms.admitCard[0],
      context.terms.sessions[0],
    ]
    const later = opens.filter((at): at is Millis => at !== undefined && at > context.at && at <= this.asOf)
    const early = [context.at, ...later.sort((one, other) => one - other)]
    return this.late(type) ? [Math.max(context.at, this.asOf), ...early] : early
  }

  /**
   * Sends an event at its instant in the line, or at one that the rules accept.
   * @param given an instant that another field of the line gives
   * @param field the field that a refusal concerns
   * @throws CannotAdopt if it is refused
   */
  send(wish: EventWish, given?: string, field?: string): void {
    const { type } = wish
    const known = given ?? this.line.instants?.[type]
    if (known !== undefined && parseInstant(known) > this.asOf)
      throw new CannotAdopt({
        field: field ?? type,
        message: { zh: `${known} 晚于名单的时刻`, en: `${known} is later than the instant of the list` },
      })
    if (known === undefined) this.filled.add(type)
    else {
      this.amendHistory(parseInstant(known) - 1)
      this.catchUpTo(parseInstant(known) - 1)
      this.assertForwards(known, type, given === undefined ? type : field)
    }
    const instants = known === undefined ? this.guesses(type).map(formatInstant) : [known]
    let refused: CannotAdopt | undefined
    for (const at of instants) {
      const { snapshot, lastFired } = this
      const [events, facts] = [this.events.length, this.facts.length]
      if (known === undefined) this.catchUpTo(parseInstant(at) - 1)
      const role = senderOf(type)
      const by = { role, id: role === 'candidate' ? this.context.candidateId : adopter }
      const event = { ...wish, at, by } as unknown as RegistrationEvent
      const decision = this.registrations.decide(this.snapshot, event)
      if (decision.accepted) {
        this.take(event, decision)
        return
      }
      refused ??= new CannotAdopt(refusedEvent(decision.refusal, type, field))
      Object.assign(this, { snapshot, lastFired })
      this.events.length = events
      this.facts.length = facts
    }
    throw refused
  }

  private catchUpTo(before: Millis): void {
    if (this.isCatchingUp) return
    this.isCatchingUp = true
    try {
      this.catchUp(before)
    } finally {
      this.isCatchingUp = false
    }
  }

  /** @throws CannotAdopt if an instant of the line is before what came before it, also if the bank reports it */
  private assertForwards(at: string, type: EventType, field: string = type): void {
    if (parseInstant(at) >= this.context.at) return
    const last = this.events.at(-1)?.type
    const what = (lang: 'zh' | 'en') =>
      last === undefined ? { zh: '报名时间', en: 'opened' }[lang] : titles.events[last][lang]
    const then = clockTime(formatInstant(this.context.at))
    throw new CannotAdopt({
      ...decidedOtherwise(this.registrations, 'clock.backwards', field, {
        zh: `${clockTime(at)} 早于已办事项（${what('zh')}：${then}）`,
        en: `${clockTime(at)} is before what came before it (${what('en')}: ${then})`,
      }),
      event: type,
    })
  }

  /** Amends the history of the candidate at its instant in the line, if it was not known at the opening. */
  amendHistory(before: Millis = this.asOf): void {
    const { history, instants = {} } = this.line
    const at = instants['history.amend']
    if (this.amended || history === undefined || at === undefined || parseInstant(at) > before) return
    this.amended = true
    this.send({ type: 'history.amend', history }, at, 'history')
  }

  /** Advances the clock to the next deadline, if it is not later than the list. @returns whether one fired */
  wait(): boolean {
    const next = this.registrations.deadlines(this.snapshot).find(({ expected }) => !expected)
    if (next === undefined || parseInstant(next.at) > this.asOf) return false
    this.amendHistory(parseInstant(next.at) - 1)
    this.catchUpTo(parseInstant(next.at) - 1)
    this.advance(next.at)
    return true
  }

  /** Fires the deadlines until the instant of the list. */
  finish(): void {
    this.advance(formatInstant(Math.max(this.asOf, this.context.at)))
  }

  private advance(at: string): void {
    const event: RegistrationEvent = { type: 'clock.advance', at, by: { role: 'clock', id: adopter } }
    const decision = this.registrations.decide(this.snapshot, event)
    // An advance that fires nothing is no part of the history.
    if (decision.accepted && decision.fired.length > 0) this.take(event, decision)
  }

  private take(
    event: RegistrationEvent,
    { snapshot, facts, fired }: Pick<ReturnType<Registrations['decide']>, 'snapshot' | 'facts' | 'fired'>,
  ): void {
    this.events.push(event)
    this.snapshot = snapshot
    this.facts.push(...facts)
    this.lastFired = fired.at(-1) ?? this.lastFired
  }
}
