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

export const certified = stage('certified', {
  description: 'The certificate is earned: printed, handed out or mailed, and given electronically.',
  meta: { title: { zh: '发放证书', en: 'Certified' }, cites: ['13.1', '13.2'] },
  type: 'parallel',
  on: {
    'correction.request': refuse('certificate.change'),
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
      description: 'The certificate on paper.',
      meta: { title: { zh: '纸质证书', en: 'On paper' }, cites: ['13.1', '14'] },
      initial: 'none',
      states: {
        none: {
          description: 'No certificate on paper.',
          meta: { title: { zh: '无纸质证书', en: 'None' }, cites: ['13.2'] },
          tags: 'officeActs',
          always: { guard: 'onPaper', target: 'printing' },
        },
        printing: {
          description: 'The certificate is printed.',
          meta: { title: { zh: '印制', en: 'Printing' }, cites: ['13.1'] },
          tags: 'officeActs',
          after: { 'directMail.closes': { guard: 'directMailOpen', target: 'printing', reenter: true } },
          on: {
            'certificate.requestMail': [...refuse('certificate.direct-mail'), { actions: 'mail.requested' }],
            'certificate.dispatch': [
              ...refuse('certificate.number'),
              { guard: 'certificate.local', target: 'collectable' },
              { target: 'mailing' },
            ],
          },
        },
        mailing: {
          description: 'The certificate is in the mail.',
          meta: { title: { zh: '邮寄中', en: 'Mailing' }, cites: ['13.1'] },
          tags: 'officeActs',
          on: { 'certificate.deliver': { target: 'delivered' }, 'certificate.reportLost': lost },
        },
        collectable: {
          description: 'The local office hands the certificate out, or mails it on request.',
          meta: { title: { zh: '待领取', en: 'Collectable' }, cites: ['4', '13.1'] },
          tags: 'candidateActs',
          on: {
            'certificate.requestMail': { actions: 'mail.requested' },
            'certificate.dispatch': { guard: 'mailWanted', target: 'mailing' },
            'certificate.deliver': { target: 'delivered' },
            'certificate.reportLost': lost,
          },
        },
        delivered: {
          description: 'The certificate is in the candidate’s hands.',
          meta: { title: { zh: '已领取', en: 'Delivered' }, cites: ['13.1'] },
          tags: 'candidateActs',
          on: { 'certificate.reportLost': lost },
        },
        lost: {
          description: 'Lost, damaged or not collected.',
          meta: { title: { zh: '遗失或损毁', en: 'Lost' }, cites: ['14'] },
          tags: 'candidateActs',
          on: {
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
          description: 'A reissue is looked into.',
          meta: { title: { zh: '补办中', en: 'Reissuing' }, cites: ['14'] },
          tags: 'officeActs',
          on: { 'certificate.reissue': { target: 'reissued' }, 'certificate.refuseReissue': lost },
        },
        reissued: {
          description: 'The certificate was printed again.',
          meta: { title: { zh: '已补发', en: 'Reissued' }, cites: ['14'] },
          tags: 'candidateActs',
          on: { 'certificate.reportLost': lost },
        },
      },
    },
    electronic: {
      description: 'The electronic certificate.',
      meta: { title: { zh: '电子证书', en: 'Electronic' }, cites: ['13.2'] },
      initial: 'none',
      states: {
        none: {
          description: 'No electronic certificate; the number is given all the same.',
          meta: { title: { zh: '无电子证书', en: 'None' }, cites: ['13.2'] },
          tags: 'officeActs',
          always: { guard: 'certificate.electronic', target: 'awaited' },
          on: { 'certificate.issue': { guard: 'notNumbered', actions: 'certificate.issued' } },
        },
        awaited: {
          description: 'The electronic certificate is not issued yet.',
          meta: { title: { zh: '待核发', en: 'Awaited' }, cites: ['13.2'] },
          tags: 'officeActs',
          on: { 'certificate.issue': { target: 'available', actions: 'certificate.issued' } },
        },
        available: {
          description: 'The electronic certificate can be downloaded and verified.',
          meta: { title: { zh: '可下载', en: 'Available' }, cites: ['13.2'] },
          tags: 'candidateActs',
        },
      },
    },
  },
})
