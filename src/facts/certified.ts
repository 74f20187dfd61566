import * as z from 'zod'
import { defineFact } from './fact'

export const certifiedFacts = {
  /** 发放证书: the certificate can be printed. */
  'certificate.cleared': defineFact({ zh: '发放证书', en: 'Cleared for a certificate' }, () => ({})),
  /** `proofYears`: a proof of the result was issued instead of a certificate, valid for that many years. */
  'certificate.issued': defineFact({ zh: '证书已核发', en: 'Certificate issued' }, () => ({
    certificateNo: z.string(),
    proofYears: z.int().optional(),
  })),
  /** `reason` is the finding, or `misconduct`. */
  'certificate.revoked': defineFact({ zh: '证书无效', en: 'Certificate revoked' }, () => ({
    certificateNo: z.string().optional(),
    reason: z.string(),
  })),
  'mail.requested': defineFact({ zh: '已申请邮寄', en: 'Mail asked for' }, () => ({})),
  /** Not cleared when the window for direct mail closed, so the certificate is collected locally (§13.1). */
  'mail.lapsed': defineFact({ zh: '直邮申请失效', en: 'The wish for direct mail lapsed' }, () => ({})),
}
