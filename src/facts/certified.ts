import * as z from 'zod'
import { defineFact } from './fact'

export const certifiedFacts = {
  /** 发放证书: the certificate can be printed. */
  'certificate.cleared': defineFact(() => ({})),
  /** With `proofYears`, a proof of the result was issued instead of a certificate; it is valid for that many years. */
  'certificate.issued': defineFact(() => ({
    certificateNo: z.string(),
    proofYears: z.int().optional(),
  })),
  /** The names of the fields that the office changed on the certificate (§15). */
  'certificate.amended': defineFact(() => ({
    fields: z.array(z.string()),
  })),
  /** `reason` is the finding, `misconduct`, or `scoreReview`. */
  'certificate.revoked': defineFact(() => ({
    certificateNo: z.string().optional(),
    reason: z.string(),
  })),
  /** The decision was overturned: the certificate is valid as before. */
  'certificate.restored': defineFact(() => ({ certificateNo: z.string().optional() })),
  /** A pass of these subjects that the certificate needs was taken back (§9.2). The office decides what follows. */
  'certificate.questioned': defineFact(() => ({ subjects: z.array(z.string()) })),
  'mail.requested': defineFact(() => ({})),
  'mail.withdrawn': defineFact(() => ({})),
  /** The candidate was not cleared before direct mail closed, so the certificate is collected locally (§13.1). */
  'mail.lapsed': defineFact(() => ({})),
}
