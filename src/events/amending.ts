import * as z from 'zod'
import { amendmentFields, type NoticeAmendment } from '../model/notice'
import { dayOrInstantShape, notEmpty } from '../schema/primitives'
import { attestationKindShape, attestationResults, historyShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const amendingEvents = {
  'history.amend': defineEvent('office', () => ({
    history: historyShape().refine(...notEmpty),
  })),
  'notice.amend': defineEvent('office', amendmentFields, (amendment, addIssue) => {
    const parts = Object.keys(amendmentFields()) as (keyof NoticeAmendment)[]
    if (parts.some((part) => amendment[part] !== undefined)) return
    addIssue([], `须说明变更了什么：${parts.join('、')}`, `must name what changes: ${parts.join(', ')}`)
  }),
  /** What an office or a register says of the candidate, for provisions. A later one of the same kind replaces it. */
  'attestation.record': defineEvent('verifier', () => ({
    kind: attestationKindShape(),
    result: z.enum(attestationResults),
    validUntil: dayOrInstantShape().optional(),
  })),
  'clock.advance': defineEvent('clock', () => ({})),
}
