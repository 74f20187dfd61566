import { eventTypes, isEventType, type RegistrationEvent, senderOf, shapeOf } from '../events'
import type { RuleId } from '../rules'
import { unknownType } from '../schema/issueMessages'
import { type Issue, read } from '../schema/issues'
import { type Role, roles } from '../schema/vocabulary'
import { parseInstant } from '../time'
import type { Snapshot } from './snapshot'

/** Checks an event before it reaches the machine: its form, its sender, its time. */

/** The refusal of an event at intake: the rule, and the sender's role if it can be read. */
export type IntakeRefusal = { rule: RuleId; role?: Role | undefined; issues?: Issue[] }

const roleNamed = (role: unknown): Role | undefined => roles.find((known) => known === role)

/** Reads the type and the sender's role of any input, even one that is not an object. Never throws. */
export function peek(input: unknown): { type?: unknown; role?: Role | undefined } {
  try {
    const { type, by } = (input ?? {}) as { type?: unknown; by?: { role?: unknown } }
    return { type, role: roleNamed(by?.role) }
  } catch {
    return {}
  }
}

/** @returns the event as its schema parses it, or the refusal */
export function readEvent(snapshot: Snapshot, input: unknown): { event: RegistrationEvent } | IntakeRefusal {
  const { type, role } = peek(input)
  if (!isEventType(type)) {
    const issues = [{ path: 'type', ...unknownType(type, eventTypes) }]
    return { rule: 'event.unknown', role, issues }
  }
  const { data: event, issues } = read(shapeOf(type), input)
  if (issues !== undefined) return { rule: 'event.malformed', role, issues }
  const sender = senderOf(type)
  if (sender === 'candidate') {
    const inPerson = event.by.role === 'candidate' && event.by.id === snapshot.context.candidateId
    if (!inPerson) return { rule: 'actor.personal-act', role }
  } else if (event.by.role !== sender) return { rule: 'actor.role', role }
  // A late notice of the bank is not refused. It is decided at the instant that the registration has reached.
  if (sender !== 'gateway' && parseInstant(event.at) < snapshot.context.at)
    return { rule: 'clock.backwards', role }
  return { event }
}
