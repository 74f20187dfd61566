import * as z from 'zod'
import { documentsShape } from '../model/documents'
import { personal } from '../schema/personal'
import { idShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const certifiedEvents = {
  'certificate.requestMail': defineEvent(
    'candidate',
    { zh: '申请证书邮寄', en: 'Ask for the certificate by mail' },
    () => ({ address: personal(lineShape()) }),
  ),
  'certificate.issue': defineEvent('office', { zh: '核发证书', en: 'Issue the certificate' }, () => ({
    certificateNo: idShape(),
  })),
  'certificate.dispatch': defineEvent(
    'office',
    { zh: '发出证书', en: 'Send the certificate out' },
    () => ({}),
  ),
  'certificate.deliver': defineEvent('office', { zh: '证书送达', en: 'Certificate delivered' }, () => ({})),
  'certificate.reportLost': defineEvent(
    'candidate',
    { zh: '报告证书遗失', en: 'Report the certificate lost' },
    () => ({ reason: z.enum(['lost', 'damaged', 'uncollected']).optional() }),
  ),
  'certificate.requestReissue': defineEvent(
    'candidate',
    { zh: '申请补办证书', en: 'Ask for a reissue' },
    () => ({
      documents: documentsShape(),
    }),
  ),
  'certificate.reissue': defineEvent('office', { zh: '补发证书', en: 'Reissue the certificate' }, () => ({})),
  'certificate.refuseReissue': defineEvent(
    'office',
    { zh: '不予补办', en: 'Refuse the reissue' },
    () => ({}),
  ),
}
