import type { EventType, RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { changesKind, withResult } from '../model/degree'
import { now } from '../model/instants'
import { levelOf } from '../model/levels'
import { anyValidMark, judgement } from '../model/marks'
import {
  amendmentOutcome,
  checkUnknown,
  type MarksOutcome,
  publicationOutcome,
  reviewTakesPass,
  sanctionOutcome,
  unknownYear,
} from '../model/outcomes'
import { checkRequired, mailSpan } from '../model/qualification'
import { assertPresent } from '../schema/primitives'
import { isAmendable } from './amending'
import { aboutApproval } from './correcting'
import { about, anyOf, atInstant, branch, type Guard, paramsOf, type Rules, refusal } from './rule'

/** The events that judge marks: their publication or correction, a review decision, and the pass marks that follow. */
const judging = ['marks.publish', 'marks.correct', 'scoreReview.decide', 'notice.amend'] as const
type Judging = RegistrationEvent<(typeof judging)[number]>

export const markingRules = {
  'marks.complete': refusal({
    cites: ['8'],
    standsAgainst: about('marks.publish', ({ context, event }) =>
      assertPresent(context.application).subjects.some((subject) => event.marks[subject] === undefined),
    ),
    params: paramsOf('marks.publish', ({ context, event }) => ({
      subjects: context.application?.subjects.filter((subject) => event.marks[subject] === undefined) ?? [],
    })),
  }),
  'marks.codes': refusal({
    cites: ['16'],
    standsAgainst: about(['marks.publish', 'marks.correct', 'scoreReview.decide'], ({ context, event }) => {
      const subjects = event.type === 'scoreReview.decide' ? context.review : context.application?.subjects
      if (subjects === undefined) return false
      return Object.entries(event.marks).some(([subject, mark]) => {
        const full = context.terms.fullMarks[subject] ?? 0
        const legal = mark < 0 ? [-1, -2, -4].includes(mark) : mark <= full
        return !legal || !subjects.includes(subject) || (context.misconduct?.includes(subject) && mark !== -2)
      })
    }),
  }),
  'marks.single-sitting': branch({
    cites: ['9.1'],
    holds: passing((years) => years === 1),
  }),
  'marks.rolling': branch({
    cites: ['9.2'],
    holds: passing((years) => years > 1),
  }),
  'scoreReview.window': refusal({
    cites: ['10'],
    until: ['scoreReview.closes'],
    standsAgainst: atInstant(
      ({ marks, scoreReviewCloses }, at) =>
        marks === undefined || scoreReviewCloses === undefined || scoreReviewCloses <= at,
    ),
  }),
  'scoreReview.subjects': refusal({
    cites: ['policy'],
    standsAgainst: about('scoreReview.request', ({ context, event }) =>
      event.subjects.some((subject) => !context.application?.subjects.includes(subject)),
    ),
  }),
  'scoreReview.once': refusal({
    cites: ['policy'],
    standsAgainst: anyOf(
      ({ context }) =>
        context.application?.subjects.every((subject) => isReviewed(context, subject)) ?? false,
      about('scoreReview.request', ({ context, event }) =>
        event.subjects.some((subject) => isReviewed(context, subject)),
      ),
    ),
  }),
  'calendar.unknown-year': refusal({
    cites: ['policy'],
    standsAgainst: anyOf(
      about('notice.amend', ({ context, event, at }) => checkUnknown(context, event, at)),
      // A degree of another kind is not verified yet, so that its approval after the marks can require a check.
      aboutApproval(
        (context, { education }, at) =>
          context.marks !== undefined &&
          context.postCheckCloses === undefined &&
          education !== undefined &&
          changesKind(context, education) &&
          unknownYear(context, at, context.terms.postCheck) !== undefined,
      ),
      about(
        'verification.report',
        ({ context, event, at }) =>
          reportOpensCheck(context, event.education) &&
          unknownYear(context, at, context.terms.postCheck) !== undefined,
      ),
      about(['marks.publish', 'marks.correct', 'scoreReview.decide'], ({ context, event, at }) => {
        const opens =
          checkRequired(context) &&
          publicationOutcome(context, event).passed === true &&
          opensCheck(context, event)
        return opens && unknownYear(context, at, context.terms.postCheck) !== undefined
      }),
      ({ context, event }) =>
        spansOf(context, event.type).some(
          (span) => span !== undefined && unknownYear(context, now({ context, event }), span) !== undefined,
        ),
    ),
  }),
} satisfies Rules<'calendar' | 'marks' | 'scoreReview'>

/** Whether a review of the subject was requested, or is decided. */
const isReviewed = ({ review = [], reviewed = [] }: Context, subject: string): boolean =>
  review.includes(subject) || reviewed.includes(subject)

/** Whether the reported check of a corrected degree, after passing marks, makes the office check the candidate (§11.1). */
function reportOpensCheck(context: Context, result: RegistrationEvent<'verification.report'>['education']) {
  const { verifying, marks, postCheckCloses, paper } = context
  if (verifying === undefined || marks === undefined || paper !== undefined) return false
  const reported = { ...context, ...withResult(context, result) }
  return postCheckCloses === undefined && checkRequired(reported) && judgement(context, marks) === true
}

/** The spans that begin with an event, whatever its fields. */
function spansOf(context: Context, type: EventType) {
  const { scoreReview, publicNotice } = context.terms
  if (type === 'publicNotice.open') return [publicNotice, mailSpan(context)]
  return type === 'marks.publish' || type === 'marks.correct' ? [scoreReview] : []
}

const outcomeOf = (context: Context, event: Judging): MarksOutcome =>
  event.type === 'notice.amend' ? amendmentOutcome(context, event) : publicationOutcome(context, event)

/** Whether a pass opens the check: at a publication, or later if the check is not open. */
function opensCheck({ review, postCheckCloses }: Context, { type }: Judging): boolean {
  if (type === 'marks.publish') return true
  return postCheckCloses === undefined && (type !== 'scoreReview.decide' || review !== undefined)
}

/** Creates a guard that holds if the marks pass by this event and the validity of the level matches. */
function passing(matches: (years: number) => boolean): Guard {
  return about(
    judging,
    ({ context, event, at }) =>
      matches(assertPresent(levelOf(context, context.application)).years) &&
      outcomeOf(context, event).passed === true &&
      (event.type !== 'notice.amend' || isAmendable(context, event, at)),
  )
}

export const markingBranches = {
  unhindered: branch({
    cites: ['10', '12(2)'],
    holds: ({ context }) => context.spotCheck === undefined,
  }),
  unpublished: branch({
    cites: ['policy'],
    holds: ({ context }) => context.marks === undefined,
  }),
  noValidMark: branch({
    cites: ['7.3', '7.3.1', '7.5'],
    holds: anyOf(
      about(
        'misconduct.record',
        ({ context, event }) => !anyValidMark(sanctionOutcome(context, event).marks),
      ),
      about('finding.record', ({ context, event }) => {
        return event.finding === 'identicalAnswers' && !anyValidMark(sanctionOutcome(context, event).marks)
      }),
    ),
  }),
  stillPasses: branch({
    cites: ['9'],
    holds: anyOf(
      about('misconduct.record', ({ context, event }) => sanctionOutcome(context, event).passed === true),
      about('finding.record', ({ context, event }) => {
        return event.finding === 'identicalAnswers' && sanctionOutcome(context, event).passed === true
      }),
      about('marks.correct', ({ context, event }) => publicationOutcome(context, event).passed === true),
      about(
        'scoreReview.decide',
        ({ context, event }) => publicationOutcome(context, event).passed === true,
        ({ review }) => review !== undefined,
      ),
    ),
  }),
  identicalAnswers: branch({
    cites: ['7.3.1'],
    holds: about('finding.record', ({ event }) => event.finding === 'identicalAnswers'),
  }),
  passMarksKnown: branch({
    cites: ['8'],
    holds: about(
      ['marks.publish', 'notice.amend'],
      ({ context, event, at }) =>
        outcomeOf(context, event).passed !== undefined &&
        (event.type !== 'notice.amend' || isAmendable(context, event, at)),
    ),
  }),
  reviewTakesPass: branch({
    cites: ['10'],
    holds: about(
      'scoreReview.decide',
      ({ context, event }) => reviewTakesPass(context, event),
      ({ review }) => review !== undefined,
    ),
  }),
  reviewAsked: branch({
    cites: ['10'],
    holds: ({ context }) => context.review !== undefined,
  }),
}
