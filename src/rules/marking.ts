import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { now } from '../model/instants'
import { levelOf } from '../model/levels'
import { anyValidMark } from '../model/marks'
import { publicationOutcome, sanctionOutcome, unknownYear } from '../model/outcomes'
import { assertPresent } from '../schema/primitives'
import { about, anyOf, atInstant, branch, type Guard, type Rules, refusal } from './rule'

export const markingRules = {
  'marks.complete': refusal({
    cites: ['8'],
    title: { zh: '成绩和合格标准须齐全', en: 'Every subject has its mark and its pass mark' },
    message: {
      zh: '每个已报考的科目都须有成绩，并有合格标准（见通知或随成绩公布）。',
      en: 'Each subject that was registered for needs a mark, and a pass mark in the notice or along with the marks.',
    },
    standsAgainst: about('marks.publish', ({ context, event }) => {
      const { passMarks } = publicationOutcome(context, event)
      return assertPresent(context.application).subjects.some(
        (subject) => event.marks[subject] === undefined || passMarks?.[subject] === undefined,
      )
    }),
  }),
  'marks.codes': refusal({
    cites: ['16'],
    title: { zh: '成绩或负分代码有误', en: 'Marks, or the codes −1, −2, −4' },
    message: {
      zh: '成绩须在零分与满分之间，或为 -1（缺考）、-2（违纪）、-4（无效）；已认定违纪的科目须为 -2；只能包含相应的科目。',
      en: 'A mark lies between zero and full marks, or is −1 (absent), −2 (misconduct) or −4 (invalid); where misconduct is recorded it is −2; and only the subjects concerned have one.',
    },
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
    title: { zh: '一次考试全科合格', en: 'All subjects passed at once' },
    message: {
      zh: '非滚动考试，当次全部科目合格。',
      en: 'Without rolling years, every subject is passed in this sitting.',
    },
    holds: passing((years) => years === 1),
  }),
  'marks.rolling': branch({
    cites: ['9.2'],
    title: { zh: '滚动期内全科合格', en: 'All subjects passed within the rolling years' },
    message: {
      zh: '滚动期内各科成绩全部合格，往年有效的合格科目计入。',
      en: 'Every subject is passed within the rolling years, passes that still count included.',
    },
    holds: passing((years) => years > 1),
  }),
  'scoreReview.window': refusal({
    cites: ['10'],
    title: { zh: '成绩复查须在期限内申请', en: 'A score review is asked for in time' },
    message: {
      zh: '成绩复查须在成绩公布后的规定期限内（一般 30 天）申请。',
      en: 'A score review can be asked for within the days after publication that the notice gives, as a rule thirty.',
    },
    until: ['scoreReview.closes'],
    standsAgainst: atInstant(
      ({ marks, scoreReviewCloses }, at) =>
        marks === undefined || scoreReviewCloses === undefined || scoreReviewCloses <= at,
    ),
  }),
  'scoreReview.subjects': refusal({
    cites: ['policy'],
    title: { zh: '仅限已报考的科目', en: 'Only subjects that were sat' },
    message: {
      zh: '只能对已报考的科目申请复查。',
      en: 'Only subjects that were registered for can be reviewed.',
    },
    standsAgainst: about('scoreReview.request', ({ context, event }) =>
      event.subjects.some((subject) => !context.application?.subjects.includes(subject)),
    ),
  }),
  'calendar.unknown-year': refusal({
    cites: ['policy'],
    title: { zh: '缺少节假日安排', en: 'The working days of a year are not known' },
    message: {
      zh: '所需年份的节假日安排尚未提供，无法计算工作日；请在通知的 calendar 中补充。',
      en: "The working days of a year that is needed are not known yet. Please give them in the notice's calendar.",
    },
    standsAgainst: anyOf(
      about(['marks.publish', 'scoreReview.decide'], ({ context, event, at }) => {
        const { postCheck, scoreReview } = context.terms
        const opens = publicationOutcome(context, event).passed && opensCheck(context, event)
        const spans = [
          ...(opens ? [postCheck] : []),
          ...(event.type === 'marks.publish' ? [scoreReview] : []),
        ]
        return spans.some((span) => unknownYear(context, at, span) !== undefined)
      }),
      (args) =>
        args.event.type === 'publicNotice.open' &&
        [args.context.terms.publicNotice, args.context.terms.directMail].some(
          (span) => span !== undefined && unknownYear(args.context, now(args), span) !== undefined,
        ),
    ),
  }),
} satisfies Rules<'calendar' | 'marks' | 'scoreReview'>

/** Whether a pass opens the check: at a publication, or at a review decision if the check was not open yet. */
const opensCheck = (context: Context, event: RegistrationEvent): boolean =>
  event.type === 'marks.publish' || (context.review !== undefined && context.postCheckCloses === undefined)

/** Creates a guard: the published or reviewed marks pass, at a level whose number of years matches. */
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
    title: { zh: '没有未答复的核查要求', en: 'No check is open' },
    message: {
      zh: '复查期限届满，没有未答复的核查要求。',
      en: 'The time for a review is over, and no demanded check is open.',
    },
    holds: ({ context }) => context.spotCheck === undefined,
  }),
  unpublished: branch({
    cites: ['policy'],
    title: { zh: '成绩未公布', en: 'No marks are published' },
    message: { zh: '成绩公布之前。', en: 'Before the marks are published.' },
    holds: ({ context }) => context.marks === undefined,
  }),
  noValidMark: branch({
    cites: ['7.3', '7.3.1', '7.5'],
    title: { zh: '已无有效成绩', en: 'No mark is left' },
    message: {
      zh: '各科成绩均无效，当次成绩无效。',
      en: 'No mark of this sitting is left, so all of it is void.',
    },
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
    title: { zh: '仍全科合格', en: 'All subjects are still passed' },
    message: {
      zh: '该科目往年合格仍有效，全科仍合格。',
      en: 'The subject is covered by a pass that still counts.',
    },
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
    title: { zh: '雷同答卷', en: 'Identical answers' },
    message: {
      zh: '雷同的科目成绩无效，其余不变。',
      en: 'Only the subjects with identical answers are void.',
    },
    holds: about('finding.record', ({ event }) => event.finding === 'identicalAnswers'),
  }),
  reviewAsked: branch({
    cites: ['10'],
    title: { zh: '复查未决', en: 'A score review is open' },
    message: { zh: '成绩复查尚未反馈。', en: 'A score review waits for its decision.' },
    holds: ({ context }) => context.review !== undefined,
  }),
}
