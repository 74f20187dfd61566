import { describe, expect, it } from 'vitest'
import { deadlines, type Notice } from '../../src'
import { fileIssues } from '../../src/cli/fileIssues'
import { mergedRequirements } from '../../src/model/requirements'
import { event } from '../../src/testing'
import { accepts, expectState, refuses } from '../rules/verdict'
import { examOf, noticeOf, on, scenario, verified } from '../support/scenario'

const asking = (requirements: NonNullable<Notice['requirements']>) =>
  ({ ...noticeOf('gd-2024-social-worker'), requirements }) satisfies Notice

const photo = (widthPx: number, heightPx: number, mediaType = 'image/jpeg') =>
  event.photo.upload({ photo: { widthPx, heightPx, mediaType, background: 'white' } })

describe('the requirements of a notice', () => {
  it('set the size and the formats of the photo', () => {
    const notice = asking({ photo: { widthPx: 358, heightPx: 441, mediaTypes: ['image/png'] } })
    const own = scenario({ notice, candidate: null }).to('account.photo')
    accepts(own, photo(358, 441, 'image/png'))
    refuses('account.photo-spec', own, photo(295, 413, 'image/png'))
    refuses('account.photo-spec', own, photo(358, 441))
    const usual = scenario({ candidate: null }).to('account.photo')
    accepts(usual, photo(295, 413))
    refuses('account.photo-spec', usual, photo(358, 441))
  })

  it('set the formats of documents', () => {
    const documents = [{ kind: 'degreeCertificate' as const, mediaType: 'image/png' }]
    const route = { type: 'route.choose', route: 'proof' } as const
    const uploading = (notice: Notice) =>
      scenario({ notice }).to('filling.route').when(route).to('declaring.proof.uploading')
    accepts(uploading(asking({ documentTypes: ['image/png'] })), { type: 'proof.upload', documents })
    const usual = uploading(noticeOf('gd-2024-social-worker'))
    refuses('proof.pdf', usual, { type: 'proof.upload', documents })
  })

  it('set the documents that prove an unverified degree', () => {
    const candidate = { ...verified, education: { origin: 'overseas', result: 'onSite' } } as const
    const document = { kind: 'degreeScan', mediaType: 'application/pdf' } as const
    const own = asking({ degreeDocuments: { overseas: ['overseasCertificate', 'degreeScan'] } })
    const owing = (notice: Notice) => scenario({ candidate, notice }).to('declaring.evidence')
    accepts(owing(own), { type: 'evidence.upload', document })
    const usual = owing(noticeOf('gd-2024-social-worker'))
    refuses('verification.evidence-kind', usual, { type: 'evidence.upload', document })
  })

  it('set the hours of the reconciliation', () => {
    const paying = scenario({ notice: asking({ reconciliationHours: 48 }) }).to('paying.awaiting')
    const late = accepts(paying, 'clock.advance', on('04-19 17:00'))
    expectState(late, 'paying.reconciling')
    expectState(accepts(late, 'clock.advance', on('04-20 17:00')), 'ended.abandoned')
    const usual = scenario().to('paying.awaiting')
    expectState(accepts(usual, 'clock.advance', on('04-19 17:00')), 'ended.abandoned')
  })

  it('set the hours of the verification', () => {
    const expected = (notice: Notice) => {
      const verifying = scenario({ notice, candidate: null }).to('verifying')
      return deadlines(verifying.snapshot).find(({ name }) => name === 'verification.expected')?.at
    }
    const usual = expected(noticeOf('gd-2024-social-worker'))
    const own = expected(asking({ verificationHours: 72 }))
    expect(Date.parse(own ?? '') - Date.parse(usual ?? '')).toBe(48 * 3_600_000)
  })

  it('set the least time of a repair', () => {
    const checking = (notice: Notice) =>
      scenario({ notice })
        .to('filling.route')
        .when({ type: 'route.choose', route: 'proof' })
        .to('qualifying.check.unreviewed')
    const closes = (at: string, hoursBefore: number) =>
      new Date(Date.parse(at) - hoursBefore * 3_600_000).toISOString()
    const reject = { type: 'postCheck.reject', reason: 'illegible' } as const
    const own = checking(asking({ repairHours: 48 }))
    const end = deadlines(own.snapshot).find(({ name }) => name === 'postCheck.closes')?.at ?? ''
    accepts(own, reject, closes(end, 49))
    refuses('postCheck.window', own, reject, closes(end, 36))
    refuses('postCheck.window', own, { ...reject, dueAt: closes(end, -11) }, closes(end, 36))
    accepts(own, { ...reject, dueAt: closes(end, -12) }, closes(end, 36))
    accepts(checking(noticeOf('gd-2024-social-worker')), reject, closes(end, 36))
  })

  it('replace single values of those of the exam', () => {
    expect(
      mergedRequirements(
        { photo: { widthPx: 1, heightPx: 2 }, repairHours: 12 },
        { photo: { widthPx: 3 }, reconciliationHours: 48 },
      ),
    ).toEqual({ photo: { widthPx: 3, heightPx: 2 }, repairHours: 12, reconciliationHours: 48 })
    const exam = examOf('social-worker', { requirements: { photo: { widthPx: 358 } } })
    const own = scenario({ exam, candidate: null, notice: asking({ photo: { heightPx: 441 } }) })
    accepts(own.to('account.photo'), photo(358, 441))
  })

  it('have an issue for a value that is unknown, empty or out of range', () => {
    const paths = (requirements: object) =>
      fileIssues('notice', { ...noticeOf('gd-2024-social-worker'), requirements }).map(({ path }) => path)
    expect(paths({ photo: { width: 1 } })).toContain('requirements.photo.width')
    expect(paths({})).toEqual(['requirements'])
    expect(paths({ reconciliationHours: 0 })).toEqual(['requirements.reconciliationHours'])
    expect(paths({ degreeDocuments: { overseas: ['passport'] } })).toEqual([
      'requirements.degreeDocuments.overseas.0',
    ])
  })
})
