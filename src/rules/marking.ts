import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { now } from '../model/instants'
import { levelOf } from '../model/levels'
import { anyValidMark } from '../model/marks'
import { publicationOutcome, sanctionOutcome, unknownYear } from '../model/outcomes'
import { checkRequired, mailSpan } from '../model/qualification'
import { assertPresent } from '../schema/primitives'
import { about, anyOf, atInstant, branch, type Guard, paramsOf, type Rules, refusal } from './rule'

export const markingRules = {
  'marks.complete': refusal({
    cites: ['8'],
    standsAgainst: about('marks.publish', ({ context, event }) => {
      const { passMarks } = publicationOutcome(context, event)
      return assertPresent(context.application).subjects.some(
        (subject) => event.marks[subject] === undefined || passMarks?.[subject] === undefined,
      )
    }),
    params: paramsOf('marks.publish', ({ context, event }) => ({
      subjects: context.application?.subjects.filter((subject) => event.marks[subject] === undefined) ?? [],
    })),
  }),
  'marks.codes': refusal({
    cites: ['16'],
    standsAgainst: about(['marks.publish', 'scoreReview.decide'], ({ context, event }) => {
      const subjects = event.type === 'marks.publish' ? context.application?.subjects : context.review
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
  'calendar.unknown-year': refusal({
    cites: ['policy'],
    standsAgainst: anyOf(
      about(['marks.publish', 'scoreReview.decide'], ({ context, event, at }) => {
        const { postCheck, scoreReview } = context.terms
        const opens =
          checkRequired(context) && publicationOutcome(context, event).passed && opensCheck(context, event)
        const spans = [
          ...(opens ? [postCheck] : []),
          ...(event.type === 'marks.publish' ? [scoreReview] : []),
        ]
        return spans.some((span) => unknownYear(context, at, span) !== undefined)
      }),
      (args) =>
        args.event.type === 'publicNotice.open' &&
        [args.context.terms.publicNotice, mailSpan(args.context)].some(
          (span) => span !== undefined && unknownYear(args.context, now(args), span) !== undefined,
        ),
    ),
  }),
} satisfies Rules<'calendar' | 'marks' | 'scoreReview'>

/** Whether a pass opens the check: at a publication, or at a review decision if the check is not open. */
const opensCheck = (context: Context, event: RegistrationEvent): boolean =>
  event.type === 'marks.publish' || (context.review !== undefined && context.postCheckCloses === undefined)

/** Creates a guard that holds if the published or reviewed marks pass and the validity of the level matches. */
function passing(matches: (years: number) => boolean): Guard {
  return about(
    ['marks.publish', 'scoreReview.decide'],
    ({ context, event }) =>
      matches(assertPresent(levelOf(context, context.application)).years) &&
      publicationOutcome(context, event).passed,
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
      about('misconduct.record', ({ context, event }) => sanctionOutcome(context, event).passed),
      about('finding.record', ({ context, event }) => {
        return event.finding === 'identicalAnswers' && sanctionOutcome(context, event).passed
      }),
      about(
        'scoreReview.decide',
        ({ context, event }) => publicationOutcome(context, event).passed,
        ({ review }) => review !== undefined,
      ),
    ),
  }),
  identicalAnswers: branch({
    cites: ['7.3.1'],
    holds: about('finding.record', ({ event }) => event.finding === 'identicalAnswers'),
  }),
  reviewAsked: branch({
    cites: ['10'],
    holds: ({ context }) => context.review !== undefined,
  }),
}
