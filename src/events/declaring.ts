import * as z from 'zod'
import { documentsShape, mediaTypeShape } from '../model/documents'
import { lineShape } from '../schema/primitives'
import { evidenceKindShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const declaringEvents = {
  'commitment.sign': defineEvent('candidate', () => ({
    statements: z.strictObject({
      informed: z.boolean(),
      eligible: z.boolean(),
      truthful: z.boolean(),
      acceptsChecks: z.boolean(),
    }),
  })),
  'commitment.withdraw': defineEvent('candidate', () => ({})),
  'evidence.upload': defineEvent('candidate', () => ({
    document: z.strictObject({ kind: evidenceKindShape(), mediaType: mediaTypeShape() }),
  })),
  'proof.upload': defineEvent('candidate', () => ({
    documents: documentsShape(),
  })),
  'proof.approve': defineEvent('office', () => ({})),
  'proof.reject': defineEvent('office', () => ({
    reason: lineShape(),
  })),
}
