import { stateTitles } from '../titles'
import { overturned, refuse } from './transitions'
import { stage } from './withTimers'

const revoked = {
  target: '#ended.revoked' as const,
  actions: [
    'integrity.recorded' as const,
    'certificate.revoked' as const,
    'scores.voided' as const,
    'credits.earned' as const,
  ],
}

const lost = { target: 'lost' }

/** The mail came back: the local office hands the certificate out. */
const returned = { target: 'collectable' }

/** Until dispatch, the candidate can do without mail. */
export const mailWithdrawn = { guard: 'mailWanted' as const, actions: 'mail.withdrawn' as const }

export const certified = stage('certified', {
  description:
    'The candidate has earned the certificate: printed, collected or mailed, and issued electronically.',
  meta: { title: stateTitles.certified, cites: ['13.1', '13.2'] },
  type: 'parallel',
  on: {
    'correction.request': refuse('certificate.change'),
    'certificate.amend': [...refuse('correction.documents'), { actions: 'certificate.amended' }],
    'registration.terminate': refuse('event.not-now'),
    // The registration stays as it is: the office decides what follows.
    'history.amend': { guard: 'passTakenBack', actions: 'certificate.questioned' },
    // The days for a review can still run. A review holds nothing up here.
    'scoreReview.request': [...refuse('scoreReview.window', 'scoreReview.subjects', 'scoreReview.once'), {}],
    'scoreReview.decide': [
      ...refuse('marks.codes'),
      {
        guard: 'reviewTakesPass',
        target: '#notPassed',
        actions: ['certificate.revoked', 'marks.published', 'credits.earned'],
      },
      { guard: 'reviewAsked', actions: ['marks.published', 'credits.earned'] },
    ],
    'decision.overturn': [...refuse('decision.none'), { target: '#marking', actions: overturned }],
    'misconduct.record': [...refuse('exam.misconduct'), { guard: 'finding.after-certificate', ...revoked }],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      {
        guard: 'finding.after-certificate',
        target: revoked.target,
        actions: ['finding.recorded', ...revoked.actions],
      },
    ],
  },
  states: {
    paper: {
      description: 'The paper certificate.',
      meta: { title: stateTitles['certified.paper'], cites: ['13.1', '14'] },
      initial: 'none',
      states: {
        none: {
          description: 'There is no paper certificate.',
          meta: { title: stateTitles['certified.paper.none'], cites: ['13.2'] },
          tags: 'officeActs',
          always: { guard: 'onPaper', target: 'printing' },
        },
        printing: {
          description: 'The office prints the certificate.',
          meta: { title: stateTitles['certified.paper.printing'], cites: ['13.1'] },
          tags: 'officeActs',
          after: { 'directMail.closes': { guard: 'directMailOpen', target: 'printing', reenter: true } },
          on: {
            'certificate.requestMail': [...refuse('certificate.direct-mail'), { actions: 'mail.requested' }],
            'certificate.withdrawMail': mailWithdrawn,
            'certificate.dispatch': [
              ...refuse('certificate.number'),
              { guard: 'certificate.local', target: 'collectable' },
              { target: 'mailing' },
            ],
          },
        },
        mailing: {
          description: 'The certificate is in the mail.',
          meta: { title: stateTitles['certified.paper.mailing'], cites: ['13.1'] },
          tags: 'officeActs',
          on: {
            'certificate.deliver': { target: 'delivered' },
            'certificate.return': returned,
            'certificate.reportLost': lost,
          },
        },
        collectable: {
          description: 'The candidate collects the certificate at the local office, or requests it by mail.',
          meta: { title: stateTitles['certified.paper.collectable'], cites: ['4', '13.1'] },
          tags: 'candidateActs',
          on: {
            'certificate.requestMail': { actions: 'mail.requested' },
            'certificate.withdrawMail': mailWithdrawn,
            'certificate.dispatch': { guard: 'mailWanted', target: 'mailing' },
            'certificate.deliver': { target: 'delivered' },
            'certificate.reportLost': lost,
          },
        },
        delivered: {
          description: 'The candidate has the certificate.',
          meta: { title: stateTitles['certified.paper.delivered'], cites: ['13.1'] },
          tags: 'candidateActs',
          on: { 'certificate.reportLost': lost },
        },
        lost: {
          description: 'The certificate is lost or damaged, or was not collected.',
          meta: { title: stateTitles['certified.paper.lost'], cites: ['14'] },
          tags: 'candidateActs',
          on: {
            'certificate.return': returned,
            'certificate.requestReissue': [
              ...refuse(
                'certificate.association',
                'certificate.proof-letter',
                'certificate.no-reissue',
                'certificate.reissue-scope',
                'certificate.reissue-documents',
              ),
              { target: 'reissuing' },
            ],
          },
        },
        reissuing: {
          description: 'The office examines the request for a reissue.',
          meta: { title: stateTitles['certified.paper.reissuing'], cites: ['14'] },
          tags: 'officeActs',
          on: { 'certificate.reissue': { target: 'reissued' }, 'certificate.refuseReissue': lost },
        },
        reissued: {
          description: 'The office has printed the certificate again.',
          meta: { title: stateTitles['certified.paper.reissued'], cites: ['14'] },
          tags: 'candidateActs',
          on: { 'certificate.reportLost': lost },
        },
      },
    },
    electronic: {
      description: 'The electronic certificate.',
      meta: { title: stateTitles['certified.electronic'], cites: ['13.2'] },
      initial: 'none',
      states: {
        none: {
          description: 'There is no electronic certificate. The office still issues the certificate number.',
          meta: { title: stateTitles['certified.electronic.none'], cites: ['13.2'] },
          tags: 'officeActs',
          always: { guard: 'certificate.electronic', target: 'awaited' },
          on: { 'certificate.issue': { guard: 'notNumbered', actions: 'certificate.issued' } },
        },
        awaited: {
          description: 'The electronic certificate is not issued yet.',
          meta: { title: stateTitles['certified.electronic.awaited'], cites: ['13.2'] },
          tags: 'officeActs',
          always: { guard: 'numbered', target: 'available' },
          on: { 'certificate.issue': { target: 'available', actions: 'certificate.issued' } },
        },
        available: {
          description: 'The electronic certificate can be downloaded and verified.',
          meta: { title: stateTitles['certified.electronic.available'], cites: ['13.2'] },
          tags: 'candidateActs',
        },
      },
    },
  },
})
