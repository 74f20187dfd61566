import * as z from 'zod'
import { identityFields } from '../model/correction'
import { documentsShape } from '../model/documents'
import { personal } from '../schema/personal'
import { idShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const certifiedEvents = {
  'certificate.requestMail': defineEvent('candidate', () => ({ address: personal(lineShape()) })),
  'certificate.withdrawMail': defineEvent('candidate', () => ({})),
  'certificate.issue': defineEvent('office', () => ({
    certificateNo: idShape(),
  })),
  'certificate.amend': defineEvent('office', () => ({
    fields: z.array(z.enum(identityFields)).min(1).max(identityFields.length),
    documents: documentsShape(),
    reason: lineShape(),
  })),
  'certificate.dispatch': defineEvent('office', () => ({})),
  'certificate.deliver': defineEvent('office', () => ({})),
  'certificate.return': defineEvent('office', () => ({})),
  'certificate.reportLost': defineEvent('candidate', () => ({
    reason: z.enum(['lost', 'damaged', 'uncollected']).optional(),
  })),
  'certificate.requestReissue': defineEvent('candidate', () => ({
    documents: documentsShape(),
  })),
  'certificate.reissue': defineEvent('office', () => ({})),
  'certificate.refuseReissue': defineEvent('office', () => ({})),
}
