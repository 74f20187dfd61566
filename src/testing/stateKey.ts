import type { Snapshot } from '../engine/snapshot'
import { hasForfeited } from '../model/commitment'
import type { Context } from '../model/context'
import { instants } from '../model/instants'
import { isBarred } from '../model/integrity'
import { passesAll } from '../model/marks'
import { isPaid } from '../model/orders'
import type { Millis } from '../time'

/**
 * Which registrations are alike: the same state, the same answers to whatever a rule could ask. Ids, personal choices
 * that no rule tells apart, and instants beyond their order are left out, so that there are finitely many.
 */

/** Where an instant lies: past, now, in the very next second, or later. */
function when(at: Millis, instant: Millis | undefined): string {
  if (instant === undefined) return '-'
  const left = instant - at
  return left < 0 ? 'p' : left === 0 ? 'n' : left <= 1000 ? 's' : 'l'
}

/** A mark as rules see it: passed, failed, or one of the codes. */
function marksLike({ marks = {}, terms }: Context): string {
  return Object.entries(marks)
    .map(([subject, mark]) => (mark < 0 ? mark : mark >= (terms.passMarks?.[subject] ?? 1) ? 'p' : 'f'))
    .join('')
}

/** What was decided, paid, marked and found, wherever in time the registration is. */
function contextLikeness(context: Context): unknown[] {
  return [
    hasForfeited(context),
    [context.route, context.signedAt !== undefined, context.evidence],
    // No rule asks why a refund is owed, only whether one is, and whether it can move.
    [...new Set(context.orders.map(({ state }) => state))],
    [...new Set(context.refunds.map(({ since, settled }) => `${since === undefined}${settled}`))].sort(),
    context.claim !== undefined,
    context.correction && [
      context.correction.fields,
      context.correction.application,
      context.correction.origin,
    ],
    marksLike(context),
    context.marks && passesAll(context, context.marks),
    [context.misconduct?.length, context.identical?.length, context.earned?.length, context.review?.length],
    [context.spotCheck !== undefined, context.repairUntil !== undefined],
    [[...(context.passed ?? [])].sort(), context.complaints?.length],
    [context.mail, context.certificateNo !== undefined],
    [...new Set(context.findings ?? [])].sort(),
    [...new Set((context.records ?? []).map(({ kind }) => kind))].sort(),
  ]
}

/** @returns the same text for registrations that have come the same way, roughly: for the rest of a way once interrupted */
export function roughLikeness({ value, context }: Snapshot): string {
  return JSON.stringify([value, ...contextLikeness(context)])
}

/** @returns the same text for registrations that are alike */
export function likeness({ value, context }: Snapshot): string {
  const { at, terms } = context
  // Of a registration that has ended only the end of the exam is asked again.
  const ended = typeof value === 'object' && 'ended' in value
  const windows = [terms.registration, terms.payment, terms.admitCard, terms.sessions].flat()
  const times = ended
    ? [terms.sessions[1]]
    : [...windows, ...Object.values(instants).map((instant) => instant(context))]
  return JSON.stringify([
    value,
    times.map((instant) => when(at, instant)).join(''),
    ...contextLikeness(context),
    // What was filled in matters to one that has ended only where it was paid, and can come back.
    (!ended || isPaid(context)) && [
      isBarred(context, at),
      context.application === undefined && [context.photo, context.identityProvider],
      context.verifying !== undefined,
      context.education,
      context.application && [context.application.level, context.application.subjects.length],
      context.credits.length,
    ],
  ])
}
