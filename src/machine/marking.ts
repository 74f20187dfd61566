import type { FactType } from '../facts'
import { stateTitles } from '../titles'
import { sanctionsHeld } from './deciding'
import { marksVoidUnanswered, overturned, refuse, spotChecks } from './transitions'
import { anywhere, stage } from './withTimers'

const published = ['marks.published' as const, 'credits.earned' as const]
const corrected = ['marks.corrected' as const, 'credits.earned' as const]

/** Qualifies candidates whose marks pass. */
const passed = <const Actions extends readonly FactType[]>(actions: Actions) => [
  { guard: 'marks.single-sitting' as const, target: '#qualifying' as const, actions },
  { guard: 'marks.rolling' as const, target: '#qualifying' as const, actions },
]

/** Judges the marks by the pass marks. An amendment of the notice can also move the due dates of refunds. */
const judged = (...also: 'refund.due'[]) => {
  const actions = [...published, ...also]
  return [...passed(actions), { guard: 'passMarksKnown' as const, target: '#notPassed' as const, actions }]
}

/** Judges corrected marks (§16). The days for a review run again, so a state that waits for them is entered again. */
export const judgedAgain = [
  ...refuse('marks.codes', 'calendar.unknown-year'),
  ...passed(corrected),
  { target: '#notPassed' as const, reenter: true, actions: corrected },
]

/** Without a valid mark, the whole sitting is void. */
const sittingVoid = {
  guard: 'noValidMark' as const,
  target: '#ended.scoresVoided' as const,
}

export const marking = stage('marking', {
  description: 'The office marks the papers, and publishes the marks and the pass marks.',
  meta: { title: stateTitles.marking, cites: ['8'] },
  initial: 'awaited',
  states: {
    awaited: {
      description: 'The marks are not published yet.',
      meta: { title: stateTitles['marking.awaited'], cites: ['8'] },
      tags: 'officeActs',
      after: { 'spotCheck.due': marksVoidUnanswered },
      on: {
        'marks.publish': [
          ...refuse('marks.complete', 'marks.codes', 'calendar.unknown-year'),
          ...judged(),
          { target: 'published', actions: 'marks.published' },
        ],
        ...sanctionsHeld,
        ...spotChecks('awaited'),
        'decision.overturn': [
          ...refuse('decision.none'),
          { target: 'awaited', reenter: true, actions: overturned },
        ],
      },
    },
    published: {
      description: 'The marks are published, the pass marks are not. The marks can be reviewed.',
      meta: { title: stateTitles['marking.published'], cites: ['8', '10'] },
      tags: 'officeActs',
      after: { 'spotCheck.due': marksVoidUnanswered },
      on: {
        'notice.amend': [...refuse('calendar.unknown-year'), ...judged('refund.due')],
        'marks.correct': [...refuse('marks.codes', 'calendar.unknown-year'), { actions: 'marks.corrected' }],
        'scoreReview.request': [
          ...refuse('scoreReview.window', 'scoreReview.subjects', 'scoreReview.once'),
          {},
        ],
        'scoreReview.decide': [
          ...refuse('marks.codes'),
          { guard: 'reviewAsked', actions: 'marks.published' },
        ],
        'misconduct.record': [
          ...refuse('exam.misconduct'),
          { ...sittingVoid, actions: ['integrity.recorded', 'scores.voided'] },
          { actions: 'integrity.recorded' },
        ],
        'finding.record': [
          ...refuse('exam.identical-answers'),
          { ...sittingVoid, actions: ['finding.recorded', 'scores.voided'] },
          { guard: 'identicalAnswers', actions: 'finding.recorded' },
        ],
        ...spotChecks('published'),
        'decision.overturn': [
          ...refuse('decision.none'),
          { guard: 'onlyDemand', target: 'published', reenter: true, actions: overturned },
          { target: 'awaited', actions: overturned },
        ],
      },
    },
  },
})

export const notPassed = stage('notPassed', {
  description: 'At least one subject is not passed. The marks can be reviewed.',
  meta: { title: stateTitles.notPassed, cites: ['9', '10'] },
  initial: 'open',
  on: {
    'marks.correct': judgedAgain,
    'misconduct.record': [
      ...refuse('exam.misconduct'),
      { ...sittingVoid, actions: ['integrity.recorded', 'scores.voided', 'credits.earned'] },
      { actions: ['integrity.recorded', 'credits.earned'] },
    ],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      { ...sittingVoid, actions: ['finding.recorded', 'scores.voided', 'credits.earned'] },
      { guard: 'identicalAnswers', actions: ['finding.recorded', 'credits.earned'] },
    ],
    'decision.overturn': [...refuse('decision.none'), { target: '#marking', actions: overturned }],
  },
  states: {
    open: {
      description: 'The candidate can request a score review, as a rule for thirty days.',
      meta: { title: stateTitles['notPassed.open'], cites: ['10'] },
      tags: 'candidateActs',
      // A review that was requested while the marks still passed continues.
      always: { guard: 'reviewAsked', target: 'underReview' },
      after: {
        'spotCheck.due': marksVoidUnanswered,
        'scoreReview.closes': { guard: 'unhindered', target: '#ended.notPassed' },
      },
      on: {
        'scoreReview.request': [
          ...refuse('scoreReview.window', 'scoreReview.subjects', 'scoreReview.once'),
          { target: 'underReview' },
        ],
        ...spotChecks('open'),
        // The review closes only without an open demand, so an answer restarts that timer.
        'spotCheck.answer': [
          ...refuse('spotCheck.documents'),
          { guard: 'spotCheck.answered', target: 'open', reenter: true, actions: 'spotCheck.answered' },
        ],
        'decision.overturn': { guard: 'onlyDemand', target: 'open', reenter: true, actions: overturned },
      },
    },
    underReview: {
      description: 'The office reviews the addition and entry of the marks.',
      meta: { title: stateTitles['notPassed.underReview'], cites: ['10'] },
      tags: 'officeActs',
      after: { 'spotCheck.due': marksVoidUnanswered },
      on: {
        'scoreReview.request': [
          ...refuse('scoreReview.window', 'scoreReview.subjects', 'scoreReview.once'),
          {},
        ],
        'scoreReview.decide': [
          ...refuse('marks.codes', 'calendar.unknown-year'),
          ...passed(published),
          { target: 'open', actions: published },
        ],
        ...spotChecks('underReview'),
        'decision.overturn': {
          guard: 'onlyDemand',
          target: 'underReview',
          reenter: true,
          actions: overturned,
        },
      },
    },
  },
})

export const markingAnywhere = anywhere({
  'scoreReview.request': refuse('scoreReview.window'),
})
