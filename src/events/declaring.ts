import { z } from 'zod'
import { documentKindSchema, lineSchema } from '../words'
import { event } from './event'

const mediaType = z.string().max(100)

/** What shows a degree that the online check could not confirm (§6.4.1(3)(5)). */
export const evidenceKindSchema = z.enum(['verificationReport', 'overseasCertificate', 'degreeScan'])
export type EvidenceKind = z.infer<typeof evidenceKindSchema>

export const documentsSchema = z.array(z.object({ kind: documentKindSchema, mediaType })).max(30)

export const declaring = {
  'commitment.sign': event('candidate', {
    statements: z.object({
      informed: z.boolean(),
      eligible: z.boolean(),
      truthful: z.boolean(),
      acceptsChecks: z.boolean(),
    }),
  }),
  'commitment.withdraw': event('candidate', {}),
  'evidence.upload': event('candidate', { document: z.object({ kind: evidenceKindSchema, mediaType }) }),
  'proof.upload': event('candidate', { documents: documentsSchema }),
  'proof.approve': event('office', {}),
  'proof.reject': event('office', { reason: lineSchema }),
}
