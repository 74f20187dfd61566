import { z } from 'zod'
import { documentKindShape, lineShape, once } from '../schema/primitives'
import { event } from './event'

const mediaType = once(() => z.string().max(100))

/** What shows a degree that the online check could not confirm (§6.4.1(3)(5)). */
export const evidenceKindShape = once(() =>
  z.enum(['verificationReport', 'overseasCertificate', 'degreeScan']),
)
export type EvidenceKind = z.infer<ReturnType<typeof evidenceKindShape>>

export const documentsShape = once(() =>
  z.array(z.object({ kind: documentKindShape(), mediaType: mediaType() })).max(30),
)

export const declaring = {
  'commitment.sign': event('candidate', { zh: '签署告知承诺书', en: 'Sign the commitment' }, () => ({
    statements: z.object({
      informed: z.boolean(),
      eligible: z.boolean(),
      truthful: z.boolean(),
      acceptsChecks: z.boolean(),
    }),
  })),
  'commitment.withdraw': event('candidate', { zh: '撤回承诺', en: 'Withdraw the commitment' }, () => ({})),
  'evidence.upload': event('candidate', { zh: '上传学历证明', en: 'Upload evidence of the degree' }, () => ({
    document: z.object({ kind: evidenceKindShape(), mediaType: mediaType() }),
  })),
  'proof.upload': event('candidate', { zh: '上传证明材料', en: 'Upload proof' }, () => ({
    documents: documentsShape(),
  })),
  'proof.approve': event('office', { zh: '材料审核通过', en: 'Approve the proof' }, () => ({})),
  'proof.reject': event('office', { zh: '材料审核不通过', en: 'Reject the proof' }, () => ({
    reason: lineShape(),
  })),
}
