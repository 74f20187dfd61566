import type { EventType, Snapshot } from '../../src'
import { usualProfile } from '../../src/testing/candidateData'
import type { EventFields } from '../../src/testing/eventPayload'
import { variantsOf } from '../../src/testing/eventsFor'
import { day, formatInstant } from '../../src/time'

const period = (opens: string, closes: string) => ({ opens, closes })

/** Payloads that no guard distinguishes from others, so that exploration leaves them out. */
const others: { [T in EventType]?: (snapshot: Snapshot) => EventFields<T>[] } = {
  'photo.upload': () => [
    { photo: { mediaType: 'image/png', widthPx: 300, heightPx: 413, background: 'blue' } },
  ],
  'spotCheck.demand': ({ context }) => [{ dueAt: formatInstant(context.at + 300 * day) }],
  'misconduct.record': () => [{ scope: 'sitting', article: 1 }],
  'marks.publish': () => [
    { marks: { general: 70, law: 72, practice: 30 } },
    { marks: { general: 70, practice: 68 }, passMarks: { general: 60, practice: 60 } },
  ],
  'correction.request': () => [
    { correctionId: 'K2', changes: { level: 'junior', subjects: ['general', 'practice'] } },
  ],
  'correction.reject': ({ context }) => [
    { correctionId: context.corrections?.[0]?.id ?? 'K2', reason: 'no' },
  ],
  'finding.record': () => [
    { finding: 'falseMaterials', note: usualProfile.name },
    { finding: 'falseCommitment', referred: true },
    { finding: 'identicalAnswers', subjects: ['law'] },
    { finding: 'identicalAnswers', subjects: ['geometry'] },
  ],
  'decision.overturn': () => [{ note: usualProfile.name }],
  'history.amend': () => [
    { history: { credits: [{ subject: 'law', year: 2023 }] } },
    { history: { integrity: [{ kind: 'serious', from: '2023-01-01', until: '2028-01-01' }] } },
    { history: { integrity: [], credits: [] } },
  ],
  'attestation.record': () => [
    { kind: 'social-security', result: 'failed' },
    { kind: 'quota', result: 'passed', validUntil: '2024-04-30' },
  ],
  'notice.amend': () => [
    { passMarks: { general: 60 } },
    { windows: { proofReview: { closes: '2024-04-17T17:00:00+08:00' } } },
    { windows: { payment: period('2024-04-07T09:00:00+08:00', '2024-04-30T17:00:00+08:00') } },
    {
      windows: { admitCard: period('2024-07-08T09:00:00+08:00', '2024-07-12T17:00:00+08:00') },
      sessions: [
        { subject: 'general', starts: '2024-07-13T09:00:00+08:00', ends: '2024-07-13T11:00:00+08:00' },
      ],
    },
  ],
}

/** Payloads of an event type, valid and refused: all those of the testing kit, and others. */
export function payloadsOf<T extends EventType>(type: T, snapshot: Snapshot): EventFields<T>[] {
  return [...variantsOf(type, snapshot), ...(others[type]?.(snapshot) ?? [])]
}
