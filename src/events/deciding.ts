import * as z from 'zod'
import { personal } from '../schema/personal'
import { idShape, lineShape } from '../schema/primitives'
import { findingShape, terminationShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const decidingEvents = {
  'misconduct.record': defineEvent('office', () => ({
    subject: idShape().optional(),
    scope: z.enum(['subject', 'sitting']),
    article: z.int(),
  })),
  'finding.record': defineEvent('office', () => ({
    finding: findingShape(),
    subjects: z.array(idShape()).min(1).max(20).optional(),
    note: personal(z.string().max(2000)).optional(),
    referred: z.boolean().optional(),
  })),
  'decision.overturn': defineEvent('office', () => ({
    note: personal(z.string().max(2000)).optional(),
  })),
  'registration.cancel': defineEvent('candidate', () => ({})),
  'registration.terminate': defineEvent('office', () => ({
    reason: terminationShape(),
    /** Whether the fee is refunded. */
    refund: z.boolean(),
  })),
  'exam.cancel': defineEvent('office', () => ({
    reason: lineShape(),
  })),
}
