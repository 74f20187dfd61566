import type { Snapshot } from '../engine/snapshot'
import { passMarksOf } from '../model/amendment'
import type { Context } from '../model/context'
import { endOf } from '../model/heldAttestations'
import { instants } from '../model/instants'
import { isBarred } from '../model/integrity'
import { judgement } from '../model/marks'
import { isPaid } from '../model/orders'
import type { Millis } from '../time'

/**
 * Keys by which exploration compares registrations. Equal keys mean the same state and the same result of every rule.
 * The keys omit ids, values that no rule reads, and everything about instants except their order: their number is finite.
 */

/** Whether an instant is past, now, within the next second, or later. */
function timeKey(at: Millis, instant: Millis | undefined): string {
  if (instant === undefined) return '-'
  const left = instant - at
  return left < 0 ? 'p' : left === 0 ? 'n' : left <= 1000 ? 's' : 'l'
}

/** Marks as rules distinguish them: passed, failed, or a code. */
function marksKey(context: Context): string {
  const passMarks = passMarksOf(context)
  return Object.entries(context.marks ?? {})
    .map(([subject, mark]) => (mark < 0 ? mark : mark >= (passMarks?.[subject] ?? 1) ? 'p' : 'f'))
    .join('')
}

const uniqueSorted = (values: readonly string[]): string[] => [...new Set(values)].sort()

/** The decisions, payments, marks and findings, without the time. */
function contextKey(context: Context): unknown[] {
  const { corrections = [], orders, refunds, revoked } = context
  return [
    [context.forfeited, context.forfeitedElsewhere],
    [context.route, context.signedAt !== undefined, context.evidence, context.formerDegree],
    [...new Set(orders.map(({ state, withdrawn }) => `${state}${withdrawn !== undefined}`))],
    // Rules read whether a refund exists, is settled, and has a movable due date. They do not read its reason.
    uniqueSorted(refunds.map(({ since, settled }) => `${since === undefined}${settled}`)),
    context.claim !== undefined,
    // Rules distinguish no ids, and whether another correction is pending, but not how many up to the limit.
    uniqueSorted(corrections.map(({ id: _, ...content }) => JSON.stringify(content))),
    Math.min(corrections.length, 2),
    marksKey(context),
    [context.marks && judgement(context, context.marks), Object.keys(passMarksOf(context) ?? {}).length],
    [context.misconduct?.length, context.identical?.length, context.earned?.length, context.review?.length],
    [context.spotCheck !== undefined, context.repairUntil !== undefined],
    [uniqueSorted(context.passed ?? []), context.complaints?.length],
    [context.mail, context.certificateNo !== undefined, context.paper],
    uniqueSorted(context.reviewed ?? []),
    revoked && [
      marksKey({ ...context, marks: revoked.marks }),
      [revoked.misconduct, revoked.identical, revoked.missing],
    ],
    // The variants of an amendment move these windows together.
    'closes' in context.terms.publicNotice,
    uniqueSorted(context.findings ?? []),
    uniqueSorted((context.records ?? []).map(({ kind }) => kind)),
  ]
}

/** The attestations as provisions read them; national rules read none. */
const attestationKey = ({ law, context: { at, attestations = [] } }: Snapshot): unknown =>
  law && attestations.map((one) => [one.kind, one.result, timeKey(at, endOf(one))])

/** The state key without the time and the form. It is enough for an interrupted path. */
export function roughStateKey(snapshot: Snapshot): string {
  const { value, context } = snapshot
  return JSON.stringify([value, ...contextKey(context), attestationKey(snapshot)])
}

/** @returns the same text for registrations that no rule distinguishes */
export function stateKey(snapshot: Snapshot): string {
  const { value, context } = snapshot
  const { at, terms } = context
  // A revoked certificate can be restored, so it counts as not ended.
  const ended = typeof value === 'object' && 'ended' in value && context.revoked === undefined
  const { registration, pauses = [], payment, admitCard, sessions } = terms
  const windows = [registration, pauses, payment, admitCard, sessions].flat(2)
  // After an ending, rules read only the end of the exam.
  const times = ended
    ? [terms.sessions[1]]
    : [
        ...windows,
        (terms.directMail || undefined)?.from,
        ...Object.values(instants).map((instant) => instant(context)),
      ]
  return JSON.stringify([
    value,
    times.map((instant) => timeKey(at, instant)).join(''),
    ...contextKey(context),
    attestationKey(snapshot),
    // After an ending, the form matters only if the fee was paid, because an overturned decision can restore it.
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
