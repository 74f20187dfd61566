import { marksVoidUnanswered, overturned, refuse, spotChecks } from './transitions'
import { stage } from './withTimers'

/** Whoever does not answer a check before the admit card has no registration (§12(2)). */
const unanswered = {
  guard: 'spotCheck.answered' as const,
  target: '#ended.voided',
  actions: 'registration.voided' as const,
}

const putOff = {
  guard: 'admitCardAhead' as const,
  target: 'waiting',
  actions: ['admitCard.withdrawn' as const, 'refund.due' as const],
}

/** From the first session until the marks are published, misconduct and identical answers are only held. */
const held = {
  'misconduct.record': [
    ...refuse('exam.misconduct'),
    { guard: 'examBegun' as const, actions: 'integrity.recorded' as const },
  ],
  'finding.record': [
    ...refuse('exam.identical-answers'),
    { guard: 'identicalAnswers' as const, actions: 'finding.recorded' as const },
  ],
}

export const registered = stage('registered', {
  description: 'Paid and registered; the admit card and the exam are ahead.',
  meta: { title: { zh: '报名成功', en: 'Registered' }, cites: ['6.4.8', '6.15'] },
  initial: 'waiting',
  on: {
    'evidence.upload': [...refuse('verification.evidence-kind', 'proof.pdf'), { guard: 'evidenceAwaited' }],
    ...held,
  },
  states: {
    waiting: {
      description: 'Until admit cards are printed.',
      meta: { title: { zh: '等待打印准考证', en: 'Waiting' }, cites: ['6.15', '12(2)'] },
      tags: 'clockActs',
      after: {
        'spotCheck.due': unanswered,
        'admitCard.opens': [unanswered, { target: 'admitCard', actions: 'admitCard.available' }],
        'exam.ends': { target: '#marking' },
      },
      on: {
        ...spotChecks('waiting'),
        'decision.overturn': [
          ...refuse('decision.none'),
          { target: 'waiting', reenter: true, actions: overturned },
        ],
      },
    },
    admitCard: {
      description: 'The admit card can be printed, and personal data on it put right.',
      meta: { title: { zh: '打印准考证', en: 'Admit card' }, cites: ['6.13.2', '6.15'] },
      tags: 'candidateActs',
      after: { 'admitCard.closes': { target: 'seated' }, 'exam.ends': { target: '#marking' } },
      on: { 'admitCard.print': {}, 'notice.amend': putOff },
    },
    seated: {
      description: 'The exam is about to be held, or is being held.',
      meta: { title: { zh: '参加考试', en: 'Seated' }, cites: ['7.1', '7.2'] },
      tags: 'clockActs',
      after: { 'exam.ends': { target: '#marking' } },
      on: { 'notice.amend': putOff },
    },
  },
})

const published = ['marks.published' as const, 'credits.earned' as const]

export const marking = stage('marking', {
  description: 'The papers are marked.',
  meta: { title: { zh: '阅卷', en: 'Marking' }, cites: ['8'] },
  tags: 'officeActs',
  after: { 'spotCheck.due': marksVoidUnanswered },
  on: {
    'marks.publish': [
      ...refuse('marks.complete', 'marks.codes', 'calendar.unknown-year'),
      { guard: 'marks.single-sitting', target: '#qualifying', actions: published },
      { guard: 'marks.rolling', target: '#qualifying', actions: published },
      { target: '#notPassed', actions: published },
    ],
    ...held,
    ...spotChecks('#marking'),
    'decision.overturn': [
      ...refuse('decision.none'),
      { target: '#marking', reenter: true, actions: overturned },
    ],
  },
})

/** A mark made void after publication: what is left is judged again. */
const voidLeft = {
  guard: 'noValidMark' as const,
  target: '#ended.scoresVoided' as const,
}

export const notPassed = stage('notPassed', {
  description: 'Some subject is not passed; the marks can be reviewed.',
  meta: { title: { zh: '成绩不合格', en: 'Not passed' }, cites: ['9', '10'] },
  initial: 'open',
  on: {
    'misconduct.record': [
      ...refuse('exam.misconduct'),
      { ...voidLeft, actions: ['integrity.recorded', 'scores.voided', 'credits.earned'] },
      { actions: ['integrity.recorded', 'credits.earned'] },
    ],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      { ...voidLeft, actions: ['finding.recorded', 'scores.voided', 'credits.earned'] },
      { guard: 'identicalAnswers', actions: ['finding.recorded', 'credits.earned'] },
    ],
    'decision.overturn': [...refuse('decision.none'), { target: '#marking', actions: overturned }],
  },
  states: {
    open: {
      description: 'A score review can be asked for, as a rule for thirty days.',
      meta: { title: { zh: '可申请复查', en: 'Review possible' }, cites: ['10'] },
      tags: 'candidateActs',
      // A review asked for before the marks fell goes on.
      always: { guard: 'reviewAsked', target: 'underReview' },
      after: {
        'spotCheck.due': marksVoidUnanswered,
        'scoreReview.closes': { guard: 'unhindered', target: '#ended.notPassed' },
      },
      on: {
        'scoreReview.request': [
          ...refuse('scoreReview.window', 'scoreReview.subjects'),
          { target: 'underReview' },
        ],
        ...spotChecks('open'),
        'decision.overturn': { guard: 'onlyDemand', target: 'open', reenter: true, actions: overturned },
      },
    },
    underReview: {
      description: 'The adding-up and entry of the marks are reviewed.',
      meta: { title: { zh: '复查中', en: 'Under review' }, cites: ['10'] },
      tags: 'officeActs',
      after: { 'spotCheck.due': marksVoidUnanswered },
      on: {
        'scoreReview.request': [...refuse('scoreReview.window', 'scoreReview.subjects'), {}],
        'scoreReview.decide': [
          ...refuse('marks.codes', 'calendar.unknown-year'),
          { guard: 'marks.single-sitting', target: '#qualifying', actions: published },
          { guard: 'marks.rolling', target: '#qualifying', actions: published },
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
