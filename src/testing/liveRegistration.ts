import { deadlines } from '../engine/deadlines'
import { type Decision, decide, open } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import { isIn, statePaths } from '../engine/stateTree'
import type { RegistrationEvent } from '../events'
import type { OpenInput } from '../model/context'
import {
  type DeadlineName,
  deadlineTitles,
  type ExpectationName,
  expectations,
  instants,
} from '../model/instants'
import { assertKnown } from './assertKnown'
import type { ScenarioOptions } from './defaults'
import { type Draft, filled } from './drafts'
import { nextMove } from './moves'

/** A registration as its events have made it. It never changes: each event gives another. */
export type LiveRegistration = {
  readonly input: OpenInput
  readonly options: ScenarioOptions
  /** What was sent since it was opened, in order. */
  readonly events: readonly RegistrationEvent[]
  /** What the last event brought about. */
  readonly decision: Decision
  /** When that was; what follows happens at the same instant unless told otherwise. */
  readonly at: string
}

const where = ({ decision: { snapshot } }: LiveRegistration): string =>
  statePaths(snapshot.value).join(' and ')

/** @throws if the input is none */
export function openLive(input: OpenInput, wishes: ScenarioOptions = {}): LiveRegistration {
  const decision = open(input)
  if (!decision.accepted) {
    const issues = decision.refusal.issues ?? []
    const mistakes = issues.map(({ path, en }) => `\n  ${path}: ${en}`).join('')
    throw new Error(`The registration cannot be opened: ${decision.refusal.rule}${mistakes}`)
  }
  return { input, options: wishes, events: [], decision, at: input.at }
}

/** An instant in ISO 8601 with an offset, or the deadline that is due at it. */
export type When = DeadlineName | ExpectationName | (string & {})

const moments = { ...instants, ...expectations }

/** @throws if it names a deadline that there is not, or that does not stand */
export function resolveInstant(snapshot: Snapshot, when: When): string {
  if (!/^[a-z]\w*\.\w+$/i.test(when)) return when
  assertKnown('deadline', when, Object.keys(deadlineTitles))
  const standing = deadlines(snapshot)
  const found = standing.find(({ name }) => name === when)
  if (found !== undefined) return found.at
  const names = standing.map(({ name }) => name).join(', ') || 'none'
  const known =
    moments[when as keyof typeof moments](snapshot.context, (state) => isIn(snapshot.value, state)) !==
    undefined
  const why = known ? 'does not stand' : 'is not fixed yet'
  throw new Error(`${when} ${why} in ${statePaths(snapshot.value).join(' and ')}; what stands: ${names}`)
}

/** What becomes of an event, accepted or refused. */
export function sendDraft(life: LiveRegistration, draft: Draft, when: When = life.at): LiveRegistration {
  const { snapshot } = life.decision
  const at = resolveInstant(snapshot, when)
  const event = filled(draft, { snapshot, at, options: life.options })
  const decision = decide(snapshot, event)
  // A bank's notice may come late, and does not turn the clock back.
  const later = Date.parse(at) > Date.parse(life.at)
  return { ...life, events: [...life.events, event], decision, at: later ? at : life.at }
}

const isRefused = ({ decision }: LiveRegistration): boolean => !decision.accepted

/** @returns why an event that was to lead on did not */
function refusal({ decision }: LiveRegistration, draft: Draft, before: LiveRegistration): string {
  if (decision.accepted) return ''
  const { rule, message, issues = [] } = decision.refusal
  const mistakes = issues.map(({ path, en }) => `\n  ${path}: ${en}`).join('')
  return `${JSON.stringify(draft)} is refused in ${where(before)} by ${rule}: ${message.en}${mistakes}`
}

/** @throws if the event is refused */
export function sendAccepted(life: LiveRegistration, draft: Draft, when?: When): LiveRegistration {
  const next = sendDraft(life, draft, when)
  if (isRefused(next)) throw new Error(refusal(next, draft, life))
  return next
}

/** Lets time pass until a deadline. */
export const passUntil = (life: LiveRegistration, deadline: DeadlineName): LiveRegistration =>
  sendAccepted(life, { type: 'clock.advance' }, deadline)

/** Longer than any way there is. */
const manySteps = 50

/**
 * Goes on by the plain path to a state; what nobody has to wait for happens at once.
 * @param goal a dotted path of the machine
 * @throws if no plain path leads there
 */
export function leadTo(life: LiveRegistration, goal: string): LiveRegistration {
  const never = (why: string) => new Error(`No plain path leads to ${goal} for this candidate: ${why}`)
  let here = life
  for (let step = 0; step < manySteps; step += 1) {
    if (isIn(here.decision.snapshot.value, goal)) return here
    const onward = nextMove(here.decision.snapshot, goal, here.options)
    if (onward === undefined) break
    if ('until' in onward) here = passUntil(here, onward.until)
    else {
      const next = sendDraft(here, onward)
      if (isRefused(next)) throw never(refusal(next, onward, here))
      here = next
    }
  }
  throw never(`it ends in ${where(here)}.`)
}
