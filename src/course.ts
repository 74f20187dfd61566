import { type SnapshotFrom, transition } from 'xstate'
import { activeStates, type Due, standing } from './chart'
import type { DeadlineName } from './deadlines'
import type { RegistrationEvent } from './events'
import type { Fact } from './facts'
import { registrationMachine } from './machine'
import type { Refused } from './machine/setup'
import type { RuleId } from './rules'
import { type Snapshot, store } from './snapshot'
import { formatInstant, type Millis } from './time'

/** A deadline that passed. */
export type Fired = { name: DeadlineName; at: string }

type State = SnapshotFrom<typeof registrationMachine>

/** What one step of the machine left behind. */
type Step = { state: State; facts: Fact[]; refused: RuleId | undefined }

/** Sorts out what the machine emitted. */
export function stepped([state, actions]: ReturnType<typeof transition<typeof registrationMachine>>): Step {
  const facts: Fact[] = []
  let refused: RuleId | undefined
  for (const { type, params } of actions as { type: string; params: unknown }[]) {
    if (type !== 'xstate.emit') continue
    const { event } = params as { event: Fact | Refused }
    if (event.type === 'event.refused') refused ??= event.rule
    else facts.push(event)
  }
  return { state, facts, refused }
}

/** Carries a registration forward and keeps what happened on the way. */
export class Course {
  readonly facts: Fact[] = []
  readonly fired: Fired[] = []
  state: State

  constructor(state: State) {
    this.state = state
  }

  /** @returns the rule that stood against the event, if one did */
  take(event: RegistrationEvent): RuleId | undefined {
    const { state, facts, refused } = stepped(transition(registrationMachine, this.state, event))
    if (refused !== undefined) return refused
    this.state = state
    this.facts.push(...facts)
    return undefined
  }

  /** Fires what is due at or before `until`, soonest first, ties in the order of declaration. */
  fireDue(until: Millis): void {
    for (let due = this.next(); due !== undefined && due.at <= until; due = this.next()) {
      const event = { type: due.eventType } as unknown as RegistrationEvent
      const { state, facts } = stepped(transition(registrationMachine, this.state, event))
      this.state = state
      this.facts.push(...facts)
      this.fired.push({ name: due.name, at: formatInstant(due.at) })
    }
  }

  private next(): Due | undefined {
    const active = activeStates(this.state.value)
    let first: Due | undefined
    for (const due of active ? standing(active, this.state.context) : []) {
      if (first === undefined || due.at < first.at) first = due
    }
    return first
  }

  get snapshot(): Snapshot {
    return store(this.state)
  }
}
