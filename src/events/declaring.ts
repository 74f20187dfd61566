import * as z from 'zod'
import { documentsShape, mediaTypeShape } from '../model/documents'
import { lineShape } from '../schema/primitives'
import { evidenceKindShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const declaringEvents = {
  'commitment.sign': defineEvent('candidate', { zh: '签署告知承诺书', en: 'Sign the commitment' }, () => ({
    statements: z.strictObject({
      informed: z.boolean(),
      eligible: z.boolean(),
      truthful: z.boolean(),
      acceptsChecks: z.boolean(),
    }),
  })),
  'commitment.withdraw': defineEvent(
    'candidate',
    { zh: '撤回承诺', en: 'Withdraw the commitment' },
    () => ({}),
  ),
  'evidence.upload': defineEvent(
    'candidate',
    { zh: '上传学历证明', en: 'Upload evidence of the degree' },
    () => ({
      document: z.strictObject({ kind: evidenceKindShape(), mediaType: mediaTypeShape() }),
    }),
  ),
  'proof.upload': defineEvent('candidate', { zh: '上传证明材料', en: 'Upload proof' }, () => ({
    documents: documentsShape(),
  })),
  'proof.approve': defineEvent('office', { zh: '材料审核通过', en: 'Approve the proof' }, () => ({})),
  'proof.reject': defineEvent('office', { zh: '材料审核不通过', en: 'Reject the proof' }, () => ({
    reason: lineShape(),
  })),
}
