import { describe, expect, it } from 'vitest'
import { exams, type RefusalParams, type RuleId, ruleIds, rules, runJourney } from '../../src'
import { refusalMessage } from '../../src/engine/refusalMessage'
import { namedInstantNames } from '../../src/model/instants'
import { subjectName } from '../../src/model/subjectNames'
import { valueNamesIn } from '../../src/templates'
import { event, type Given, given } from '../../src/testing'
import { messageTemplates, titles } from '../../src/titles'
import { examOf, marks, noticeOf, on, scenario } from '../support/scenario'
import { journeys } from './explained'

type Case = [rule: RuleId, refused: () => Given, zh: string, params?: RefusalParams]

const credited = { history: { credits: [{ subject: 'law', year: 2023 }] } }
const paying = scenario().to('paying.awaiting')
const registered = scenario().to('registered.waiting')
const notice = noticeOf('gd-2024-social-worker')
const saving = (subjects: string[], level = 'intermediate') =>
  event.application.save({ application: { level, subjects, place: '440100' } })

const card = { admitCardOpens: on('06-11 09:00'), admitCardCloses: on('06-14 17:00') }
const registration = { registrationOpens: on('04-07 09:00'), registrationCloses: on('04-17 17:00') }

const cases: Case[] = [
  [
    'application.window',
    () => scenario({ at: on('04-01 10:00') }).when('application.save'),
    '当前不在报名时间内（4月7日9:00至4月17日17:00），报名时间以报名须知为准。',
    registration,
  ],
  [
    'application.already-credited',
    () => scenario(credited).when(saving(['general', 'law'])),
    '所选科目（社会工作法规与政策）成绩已合格且在有效期内，不能重复报考，请取消该科目。',
    { subjects: ['law'] },
  ],
  [
    'application.all-subjects',
    () => scenario().when(saving(['general'], 'junior')),
    '该级别成绩当次有效，您须一次报考全部科目，还缺少：社会工作实务。',
    { subjects: ['practice'] },
  ],
  [
    'commitment.withdraw-window',
    () => paying.when('commitment.withdraw', on('04-17 17:00')),
    '报名已于4月17日17:00截止，您不能再撤回承诺。',
    { registrationCloses: on('04-17 17:00') },
  ],
  [
    'proof.window',
    () => registered.when('proof.upload', on('05-01 10:00')),
    '当前不在材料上传时间内（4月7日9:00至4月17日17:00），您不能上传证明材料。',
    { registrationOpens: on('04-07 09:00'), proofUploadCloses: on('04-17 17:00') },
  ],
  [
    'account.photo-spec',
    () =>
      scenario({ candidate: null })
        .to('account.photo')
        .when(
          event.photo.upload({
            photo: { mediaType: 'image/png', widthPx: 1, heightPx: 1, background: 'white' },
          }),
        ),
    '您的照片不符合规格：须为 JPEG、JPG 格式，宽 295 像素、高 413 像素，白色背景。请重新上传。',
    { formats: ['JPEG', 'JPG'], widthPx: 295, heightPx: 413, background: 'white' },
  ],
  [
    'verification.complete-first',
    () => scenario({ candidate: null }).to('verifying').when('application.save'),
    '身份和学历学位信息在线核查完成后，您方可填报。核查原则上需要 24 小时，请预留时间。',
    { hours: 24 },
  ],
  [
    'payment.window',
    () => registered.when(event.payment.claim({ orderNo: 'R-1' }), on('05-01 10:00')),
    '当前不在缴费时间内（4月7日9:00至4月18日17:00），缴费时间以报名须知为准；逾期不能补缴。',
    { paymentOpens: on('04-07 09:00'), paymentCloses: on('04-18 17:00') },
  ],
  [
    'payment.current-order',
    () => paying.when(event.payment.claim({ orderNo: 'R-7' })),
    '该订单不是当前待缴费的订单（当前订单号R-1，金额¥171.00），请您核对订单号。',
    { orderNo: 'R-1', amountFen: 17_100 },
  ],
  [
    'admitCard.window',
    () => registered.when('admitCard.print'),
    '当前不在准考证打印时间内。报名成功的，打印时间为6月11日9:00至6月14日17:00，以报名须知为准。',
    card,
  ],
  [
    'correction.closed',
    () => registered.to('registered.seated').when('correction.request'),
    '准考证打印已于6月14日17:00截止，更正申请须待考试结束（6月16日16:30）后提交，届时仅受理姓名、证件的更正。',
    { admitCardCloses: on('06-14 17:00'), examEnds: on('06-16 16:30') },
  ],
  [
    'spotCheck.due',
    () => registered.when({ type: 'spotCheck.demand', dueAt: on('04-01 10:00') }),
    '核查的答复期限（4月1日10:00）须在当前时间之后。',
    { dueAt: on('04-01 10:00') },
  ],
  [
    'marks.complete',
    () =>
      scenario()
        .to('marking')
        .when({ type: 'marks.publish', marks: { general: 60 } }),
    '每个已报考的科目都须有成绩，缺少成绩：社会工作法规与政策、社会工作实务；合格标准可以随成绩或在其后公布。',
    { subjects: ['law', 'practice'] },
  ],
  [
    'scoreReview.window',
    () => scenario().to('marking').when(marks({})).when('scoreReview.request', on('12-01 10:00')),
    '当前不在成绩复查申请期限内，您须在成绩公布后的规定期限（一般为 30 天）内申请，本次申请截止时间为7月17日0:00。',
    { scoreReviewCloses: on('07-17 00:00') },
  ],
  [
    'scoreReview.window',
    () => registered.when('scoreReview.request'),
    '当前不在成绩复查申请期限内，您须在成绩公布后的规定期限（一般为 30 天）内申请。',
  ],
  [
    'certificate.direct-mail',
    () => given('certified.paper.printing').when('certificate.requestMail'),
    '直邮申请已于6月29日0:00截止，证书由报名所在地市人事考试机构发放。',
    { directMailCloses: on('06-29 00:00') },
  ],
  [
    'certificate.direct-mail',
    () => {
      const exam = examOf('social-worker')
      const certificate = { ...exam.certificate, directMail: false }
      return given('qualifying', { exam: { ...exam, certificate } }).when('certificate.requestMail')
    },
    '本考试不在证书直邮试点范围内，证书由报名所在地市人事考试机构发放。',
  ],
  [
    'event.not-now',
    () => registered.when('marks.publish'),
    '当前阶段暂不受理该事项（可自6月16日16:30起办理），可办理事项见下方列表。',
    { from: on('06-16 16:30') },
  ],
  [
    'event.not-now',
    () => registered.when('commitment.sign'),
    '当前阶段暂不受理该事项，可办理事项见下方列表。',
  ],
]

describe('the message of a refusal', () => {
  it.each(cases)('%s has its values', (rule, refused, zh, params) => {
    const { decision } = refused()
    if (decision.accepted) throw new Error('it was accepted')
    expect(decision.refusal).toMatchObject({ rule, message: { zh } })
    expect(decision.refusal.params).toEqual(params)
  })

  it('names missing documents', () => {
    const exam = examOf('social-worker')
    const levels = exam.levels.map((one) =>
      one.code === 'intermediate'
        ? { ...one, proof: ['workProof' as const, 'degreeCertificate' as const] }
        : one,
    )
    const uploading = given('declaring.proof.uploading', { route: 'proof', exam: { ...exam, levels } })
    const { decision } = uploading.when(
      event.proof.upload({ documents: [{ kind: 'workProof', mediaType: 'application/pdf' }] }),
    )
    expect(decision).toMatchObject({
      refusal: {
        rule: 'proof.required',
        message: {
          zh: '您上传的证明材料不齐，还缺少：学历学位证书，请补齐后重新上传。',
          en: 'Some required documents are missing: diploma. Please add them and upload again.',
        },
        params: { documents: ['degreeCertificate'] },
      },
    })
  })

  it('of an exam that is not bundled names no subjects, but `params` has their codes', () => {
    const own = { exam: { ...examOf('social-worker'), code: 'own' }, notice: { ...notice, exam: 'own' } }
    const { decision } = scenario({ ...own, ...credited }).when(saving(['general', 'law']))
    expect(decision).toMatchObject({
      refusal: {
        message: { zh: '所选科目成绩已合格且在有效期内，不能重复报考，请取消该科目。' },
        params: { subjects: ['law'] },
      },
    })
  })

  it('has the year if it is another than that of the event', () => {
    const { decision } = paying.when('payment.settle').when('admitCard.print', on('06-01 10:00', 2025))
    expect(decision).toMatchObject({
      refusal: { message: { zh: expect.stringContaining('2024年6月11日9:00') } },
    })
  })

  const uploaded = given('declaring.proof.reviewing')
  const endings: [why: string, ended: () => Given][] = [
    ['您已放弃本次报名', () => scenario({ at: on('05-01 10:00') })],
    ['您已放弃本次报名', () => paying.until('payment.closes').until('reconciliation.ends')],
    ['您已放弃本次报名', () => paying.when('registration.cancel')],
    ['审核未能在截止前完成', () => uploaded.until('payment.closes')],
    ['审核未能在截止前完成', () => uploaded.when('proof.reject', on('04-17 18:00'))],
    ['本次报名无效', () => given('ended.voided')],
    ['当次成绩无效', () => given('ended.scoresVoided')],
    ['成绩未合格，复查期已过', () => given('ended.notPassed')],
    ['证书无效', () => given('ended.revoked')],
    ['本次考试已取消', () => given('ended.cancelled')],
    ['报名已终止', () => registered.when('registration.terminate')],
  ]
  it.each(endings)('of an ended registration says why it ended: %s', (why, ended) => {
    const { decision } = ended().when('application.save')
    expect(decision).toMatchObject({ refusal: { message: { zh: `${why}，该事项不再受理。` } } })
  })

  it('has no values if only the type of the event is known', () => {
    const { snapshot } = scenario(credited)
    const query = { type: 'application.save' as const, at: on('04-08 10:00') }
    const at = Date.parse(query.at)
    expect(refusalMessage(rules, 'application.already-credited', snapshot, query, at)).toEqual({
      message: rules['application.already-credited'].message,
      params: {},
    })
  })
})

describe('the messages of refusals', () => {
  /** The values that rules compute; `from` comes from `explain`. */
  const asked = ['formats', 'widthPx', 'heightPx', 'background', 'hours']
  const computed = ['documents', 'subjects', 'orderNo', 'amountFen', 'dueAt', 'from', ...asked]
  const templates = Object.entries(messageTemplates)

  it.each(templates)(
    'of %s have places only in optional parts, the same in both languages',
    (_, { zh, en }) => {
      expect(valueNamesIn(zh).sort()).toEqual(valueNamesIn(en).sort())
      for (const text of [zh, en]) expect(valueNamesIn(text.replace(/\[[^\]]*\]/g, ''))).toEqual([])
      const known: readonly string[] = [...namedInstantNames, ...computed]
      expect(valueNamesIn(zh).filter((name) => !known.includes(name))).toEqual([])
    },
  )

  it('belong to a rule', () => {
    const owners = Object.keys(titles.messages).map((key) => key.replace(/\/.*/, ''))
    expect(owners.filter((id) => !(ruleIds as readonly string[]).includes(id))).toEqual([])
  })

  it.each(journeys)('leave no place open: %s', (_, journey) => {
    for (const { decision } of runJourney(journey).steps)
      if (!decision.accepted)
        for (const text of Object.values(decision.refusal.message))
          expect(text).not.toMatch(/[{}[\]]|undefined|NaN|（）/)
  })
})

it('the names of subjects are those of the bundled exams', () => {
  for (const exam of Object.values(exams))
    for (const { code, name } of exam?.subjects ?? [])
      expect(subjectName(exam?.code ?? '', code)).toEqual(name)
  expect(subjectName('toString', 'law')).toBeUndefined()
})
