import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { StatePath } from '../machine/states'
import { isIn, statePaths } from '../machine/states'
import { type DeadlineName, type ExpectedInstantName, expectations, instants } from '../model/instants'
import type { OpenInput } from '../model/opening'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { titles } from '../titles'
import { assertKnown } from './assertKnown'
import { completed, type EventDraft } from './drafts'
import type { ScenarioOptions } from './eventPayload'
import { issueText } from './issueText'
import { nextMove } from './nextMove'

/** A registration with the events that led to it. Immutable: sending an event returns another. */
export type LiveRegistration = {
  readonly input: OpenInput
  readonly options: ScenarioOptions
  /** What decides. */
  readonly registrations: Registrations
  /** The events sent since the opening, in order, accepted or refused. */
  readonly events: readonly RegistrationEvent[]
  /** The decision on the last event, or on opening. */
  readonly decision: Decision
  /** The instant of the last event, in ISO 8601; by default the next event is sent at the same instant. */
  readonly at: string
}

const statesOf = ({ value }: Snapshot): string => statePaths(value).join(' and ')

/** @throws if the input is not valid */
export function openLive(
  input: OpenInput,
  options: ScenarioOptions = {},
  registrations: Registrations = nationalRegistrations(),
): LiveRegistration {
  const decision = registrations.open(input)
  if (!decision.accepted) {
    const { rule, issues = [] } = decision.refusal
    const lines = issues.map((issue) => `\n  ${issueText(issue)}`).join('')
    throw new Error(`The registration cannot be opened: ${rule}${lines}`)
  }
  return { input, options, registrations, events: [], decision, at: input.at }
}

/** An instant in ISO 8601 with an offset, or the name of a deadline for the instant at which it is due. */
export type InstantOrDeadline = DeadlineName | ExpectedInstantName | (string & {})

const moments = { ...instants, ...expectations }

/**
 * @returns the instant in ISO 8601 with an offset
 * @throws if `when` names a deadline that does not exist or is not pending in this state
 */
function resolveInstant({ deadlines }: Registrations, snapshot: Snapshot, when: InstantOrDeadline): string {
  if (!/^[a-z]\w*\.\w+$/i.test(when)) return when
  assertKnown('deadline', when, Object.keys(titles.deadlines))
  const pending = deadlines(snapshot)
  const found = pending.find(({ name }) => name === when)
  if (found !== undefined) return found.at
  const names = pending.map(({ name }) => name).join(', ') || 'none'
  const instant = moments[when as keyof typeof moments](snapshot.context, (state) =>
    isIn(snapshot.value, state),
  )
  const why = instant === undefined ? 'is not fixed yet' : 'is not pending'
  throw new Error(`${when} ${why} in ${statesOf(snapshot)}; pending: ${names}`)
}

/** Sends an event that may be refused. */
export function sendDraft(
  live: LiveRegistration,
  draft: EventDraft,
  when: InstantOrDeadline = live.at,
): LiveRegistration {
  const { snapshot } = live.decision
  const at = resolveInstant(live.registrations, snapshot, when)
  const event = completed(draft, { snapshot, at, options: live.options })
  const decision = live.registrations.decide(snapshot, event)
  // A bank may report late; the clock of the scenario never goes back.
  const isLater = Date.parse(at) > Date.parse(live.at)
  return { ...live, events: [...live.events, event], decision, at: isLater ? at : live.at }
}

const isRefused = ({ decision }: LiveRegistration): boolean => !decision.accepted

/** Describes a refusal: the event, the state, the rule and the issues. */
function refusalText({ decision }: LiveRegistration, draft: EventDraft, before: LiveRegistration): string {
  if (decision.accepted) return ''
  const { rule, message, issues = [] } = decision.refusal
  const lines = issues.map((issue) => `\n  ${issueText(issue)}`).join('')
  const state = statesOf(before.decision.snapshot)
  return `${JSON.stringify(draft)} is refused in ${state} by ${rule}: ${message.en}${lines}`
}

/**
 * Sends an event that must be accepted.
 * @throws if it is refused
 */
function sendAccepted(live: LiveRegistration, draft: EventDraft, when?: InstantOrDeadline): LiveRegistration {
  const next = sendDraft(live, draft, when)
  if (isRefused(next)) throw new Error(refusalText(next, draft, live))
  return next
}

/** Advances the clock to a deadline. */
const passUntil = (live: LiveRegistration, deadline: DeadlineName): LiveRegistration =>
  sendAccepted(live, { type: 'clock.advance' }, deadline)

/** Exceeds the length of every plain path. */
const maxMoves = 50

/**
 * Leads a registration to a state on the plain path. Events that need no deadline are sent at the current instant.
 * @param goal a dotted state path
 * @throws if no plain path leads there for this candidate
 */
export function leadTo(live: LiveRegistration, goal: StatePath): LiveRegistration {
  const noPath = (why: string) => new Error(`No plain path leads to ${goal} for this candidate: ${why}`)
  let current = live
  for (let count = 0; count < maxMoves; count += 1) {
    const { snapshot } = current.decision
    if (isIn(snapshot.value, goal)) return current
    const move = nextMove(snapshot, goal, current.options)
    if (move === undefined) break
    if ('until' in move) current = passUntil(current, move.until)
    else {
      const next = sendDraft(current, move)
      if (isRefused(next)) throw noPath(refusalText(next, move, current))
      current = next
    }
  }
  throw noPath(`it ends in ${statesOf(current.decision.snapshot)}.`)
}
