import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ExamSpec,
  type GuideItem,
  guide,
  isIn,
  type Notice,
  type Region,
  regionSchema,
  regions,
  type Snapshot,
  section,
} from '../src'
import { regionShape } from '../src/guide'
import { allStatePaths } from '../src/machine/states'
import { allItems } from '../src/model/inheritance'
import { read } from '../src/schema/issues'
import { event, type Given, type GivenOptions, given, type StatePath } from '../src/testing'
import { allStates } from './support/actor'
import { examOf, noticeOf, on, scenario } from './support/scenario'

const guangzhou = regions['440100']
const idsOf = (items: readonly GuideItem[]): string[] => items.map(({ id }) => id)
const idsIn = (state: StatePath, options?: GivenOptions): string[] =>
  idsOf(guide(given(state, options).snapshot))

type Certificate = ExamSpec['certificate']

/** An exam with another certificate. */
const certified = (changes: Partial<Certificate>, name = 'social-worker'): GivenOptions => {
  const exam = examOf(name)
  return { exam: { ...exam, certificate: { ...exam.certificate, ...changes } } }
}

/** An exam with another code, and a notice for it. */
const called = (code: string): GivenOptions => ({
  exam: examOf('social-worker', { code }),
  notice: noticeOf('gd-2024-social-worker', { exam: code }),
})

const paperOnly = certified({ electronic: 'none' })
const electronicOnly = certified({ paper: false })

const everywhere = ['gz-exams', 'gd-exams', 'cpta', 'hotline-province', 'no-training']
const registering = ['portal', 'hotline-portal', 'key-dates', 'steps-vary']

/** The innermost states that the tests below reach. */
const walked: string[] = []

/** Expects exactly these items in the state, besides those of `everywhere`. */
function shows(state: StatePath, ids: string[], options?: GivenOptions): void {
  walked.push(state)
  it(`returns the items of ${state}, and no others`, () => {
    const { snapshot } = given(state, options)
    expect(isIn(snapshot.value, state)).toBe(true)
    expect(idsOf(guide(snapshot)).sort()).toEqual([...everywhere, ...ids].sort())
  })
}

describe('guide during account creation', () => {
  const sites = ['gd-calendar', 'cpta-announcements', 'gd-notices', 'gz-notices', 'conditions']
  const account = [...registering, ...sites, 'read-first', 'register-early', 'photo', 'recover']
  shows('account.agreement', account)
  shows('account.profile', [...account, 'true-statements', 'rare-name', 'employer-text', 'degree-as-printed'])
  shows('account.photo', account)
})

describe('guide during degree verification', () => {
  shows('verifying', [...registering, 'register-early', 'chsi', 'chsi-howto'])
})

describe('guide while the form is filled in', () => {
  const form = [...registering, 'gd-notices', 'gz-notices', 'conditions', 'read-first', 'true-statements']
  shows('filling.application', [...form, 'places'])
  shows('filling.route', [...form, 'route-once'])
  shows('filling.confirmation', [...form, 'route-once', 'check-before-confirming', 'gd-business'])
})

describe('guide during the declaration', () => {
  const declaring = [...registering, 'true-statements', 'gd-business', 'corrections']
  shows('declaring.commitment', [...declaring, 'sign-yourself'])
  shows('declaring.evidence', [
    ...declaring,
    'chsi',
    'chsi-howto',
    'evidence-file',
    'temporary-scan',
    'no-visit',
  ])
  const proof = ['chsi', 'chsi-howto', 'proof-early', 'work-proof', 'course-list']
  shows('declaring.proof.uploading', [...declaring, ...proof, 'no-visit'])
  shows('declaring.proof.reviewing', [...declaring, 'no-visit'])
})

describe('guide while the fee is due', () => {
  const trouble = ['debited-unpaid', 'unpaid-next-day', 'paid-twice']
  const paying = [...registering, 'gd-business', 'corrections', ...trouble]
  shows('paying.awaiting', [...paying, 'pay-in-time'])
  shows('paying.reconciling', paying)
})

describe('guide after registration', () => {
  const registered = ['gd-business', 'paid-twice', 'invoice', 'answer-checks', 'seats']
  const exam = ['exam-day', 'lost-id', 'identity-use', 'day-before', 'guard-answers', 'exam-rules']
  shows('registered.waiting', [...registered, 'corrections', 'admit-card'])
  shows('registered.admitCard', [...registered, ...exam, 'corrections-admit-card', 'admit-card'])
  shows('registered.seated', [...registered, ...exam])
})

describe('guide during marking and score review', () => {
  const sites = ['gd-business', 'score-sites', 'score-sites-province']
  const review = ['review-process', 'review-request', 'hotline-review', 'mark-codes', 'how-long-marks-count']
  const marking = [...sites, 'paid-twice', 'answer-checks', 'marks-when']
  shows('marking.awaited', marking)
  shows('marking.published', [
    ...marking,
    'mark-codes',
    'review-process',
    'review-request',
    'hotline-review',
    'review-in-time',
  ])
  shows('notPassed.open', [...sites, ...review, 'review-in-time'])
  const underReview = review.filter((item) => item !== 'review-request')
  shows('notPassed.underReview', [...sites, ...underReview, 'review-result'])
})

describe('guide during the checks after a pass', () => {
  const all = ['gd-business', 'chsi', 'chsi-howto', 'answer-checks', 'check-status', 'direct-mail']
  const qualifying = [...all, 'direct-mail-terms']
  const checked = ['course-list']
  shows('qualifying.check.notRequired', [...qualifying, 'public-notice'])
  shows('qualifying.check.unreviewed', [...qualifying, ...checked, 'check-waiting', 'public-notice'])
  shows('qualifying.check.rejected', [...qualifying, ...checked, 'check-rejected', 'public-notice'])
  shows('qualifying.check.approved', [...qualifying, 'public-notice'])
  shows('qualifying.publicNotice.notRequired', [...qualifying, 'course-list', 'check-waiting'])
  shows('qualifying.publicNotice.pending', [...qualifying, 'public-notice'])
  shows('qualifying.publicNotice.open', [...qualifying, 'public-notice'])
  shows('qualifying.publicNotice.closed', [...all, ...checked, 'check-waiting'])
})

describe('guide after the certificate is earned', () => {
  const hotline = ['gd-business', 'gz-platform', 'hotline-city', 'certificate-progress', 'certificate-change']
  const always = [...hotline, 'direct-mail']
  const electronic = ['e-cert', 'e-cert-questions']
  const given = [...electronic, 'e-cert-national']
  const paper = [...always, 'gz-certificates']
  const printing = [...paper, 'local-mail']
  const reissue = ['reissue', 'reissue-scope', 'reissue-documents', 'reissue-form', 'reissue-process']
  shows('certified.paper.none', [...always, ...electronic], electronicOnly)
  shows('certified.paper.printing', [...printing, ...electronic])
  shows('certified.paper.mailing', [
    ...paper,
    ...given,
    'direct-mail-postage',
    'hotline-post',
    'hotline-post-2',
  ])
  shows('certified.paper.collectable', [...paper, ...given, 'local-mail', 'collect-in-time'])
  shows('certified.paper.delivered', [...paper, ...given])
  shows('certified.paper.lost', [...paper, ...reissue], paperOnly)
  shows('certified.paper.reissuing', paper, paperOnly)
  shows('certified.paper.reissued', paper, paperOnly)
  shows('certified.electronic.none', printing, paperOnly)
  shows('certified.electronic.awaited', [...printing, ...electronic])
  shows('certified.electronic.available', [...printing, ...given])
})

describe('guide after the end of a registration', () => {
  shows('ended.abandoned', [])
  shows('ended.voided', [])
  shows('ended.scoresVoided', ['mark-codes'])
  shows('ended.notPassed', ['mark-codes', 'how-long-marks-count'])
  shows('ended.revoked', [])
  shows('ended.cancelled', ['refund-owed'])
})

describe('the states above', () => {
  it('are all states of the machine', () => {
    expect([...walked].sort()).toEqual(allStates().sort())
  })
})

describe('an item for only some candidates', () => {
  const overseas = ['cscse', 'overseas-certificate', 'overseas-offline']
  const domestic = ['chsi', 'chsi-howto', 'evidence-file', 'temporary-scan']

  it('is not shown before it is known to apply', () => {
    for (const id of [...overseas, ...domestic, 'prepare-proof'])
      expect(idsIn('account.profile')).not.toContain(id)
  })

  it('about an overseas or domestic degree is shown only to candidates with one', () => {
    const abroad: GivenOptions = { origin: 'overseas' }
    expect(idsIn('verifying', abroad)).toEqual(expect.arrayContaining(['cscse', 'overseas-offline']))
    expect(idsIn('declaring.evidence', abroad)).toEqual(
      expect.arrayContaining(['cscse', 'overseas-certificate']),
    )
    for (const state of ['verifying', 'declaring.evidence', 'qualifying.check.unreviewed'] as const) {
      for (const id of domestic) expect(idsIn(state, abroad)).not.toContain(id)
      for (const id of overseas) expect(idsIn(state)).not.toContain(id)
    }
  })

  it('about an unverified degree is not shown if the degree is verified', () => {
    const failed: GivenOptions = { route: 'proof', degree: 'failed' }
    const passed: GivenOptions = { route: 'proof', degree: 'passed' }
    expect(idsIn('declaring.proof.uploading', failed)).toContain('evidence-file')
    expect(idsIn('declaring.proof.uploading', passed)).not.toContain('evidence-file')
    expect(idsIn('qualifying.check.unreviewed', passed)).not.toContain('late-report')
  })

  it('about the proof route is shown only on that route', () => {
    expect(idsIn('filling.confirmation', { route: 'proof' })).toContain('prepare-proof')
    expect(idsIn('filling.confirmation', { route: 'commitment' })).not.toContain('prepare-proof')
  })

  it('about the identity platform of the province is shown only for its exams', () => {
    const provincial = ['gd-portal', 'provincial-identity']
    const national = ['portal', 'hotline-portal']
    const constructors = idsIn('account.profile', { exam: 'gd-constructor-2' })
    expect(constructors).toEqual(expect.arrayContaining(provincial))
    for (const id of national) expect(constructors).not.toContain(id)
    for (const id of provincial) expect(idsIn('account.profile')).not.toContain(id)
  })

  it('about the software exam is shown only for that exam', () => {
    const own = ['software-portal', 'hotline-software']
    const software = idsIn('account.agreement', called('software'))
    expect(software).toEqual(expect.arrayContaining(own))
    for (const id of ['portal', 'hotline-portal']) expect(software).not.toContain(id)
    for (const id of own) expect(idsIn('account.agreement')).not.toContain(id)
    expect(idsIn('marking', called('software'))).toContain('score-sites-software')
    expect(idsIn('marking', called('software'))).not.toContain('score-sites')
  })

  it('about the exam of estate appraisers is shown only for that exam', () => {
    const own = ['estate-portal', 'hotline-estate', 'hotline-estate-2']
    expect(idsIn('filling.application', called('estate-appraiser'))).toEqual(expect.arrayContaining(own))
    expect(idsIn('filling.application', called('estate-appraiser'))).not.toContain('portal')
    for (const id of own) expect(idsIn('filling.application')).not.toContain(id)
  })

  it('names no site of the ministry or the province for an exam of an association', () => {
    const appraiser = { exam: 'estate-appraiser' }
    const registration = [
      'account.agreement',
      'account.profile',
      'filling.application',
      'paying.awaiting',
    ] as const
    for (const state of registration) {
      const here = idsIn(state, appraiser)
      expect(here).toEqual(expect.arrayContaining(['hotline-estate', 'hotline-estate-2']))
      for (const id of ['portal', 'hotline-portal', 'gd-portal', 'provincial-identity'])
        expect(here).not.toContain(id)
    }
    const certificate = idsIn('certified.electronic.available', appraiser)
    expect(certificate.filter((id) => id.startsWith('e-cert') || id.startsWith('direct-mail'))).toEqual([
      'e-cert-association',
    ])
    const lost = idsIn('certified.paper.lost', appraiser)
    expect(lost).toContain('association-proof')
    for (const id of ['no-reissue', 'reissue', 'reissue-documents']) expect(lost).not.toContain(id)
  })

  it('accepts a region that shows an item for associations', () => {
    const { snapshot } = given('account.agreement', { exam: 'estate-appraiser' })
    const item = { ...(allItems(guangzhou)[0] as GuideItem), only: { provider: 'association' } } as GuideItem
    const { inherits: _, ...alone } = guangzhou
    const region = { ...alone, items: [item] }
    expect(idsOf(guide(snapshot, region))).toEqual([item.id])
    expect(guide(given('account.agreement').snapshot, region)).toEqual([])
    const misspelt = { ...item, only: { provider: 'associations' } } as unknown as GuideItem
    expect(read(regionShape(), { ...region, items: [misspelt] }).issues).toMatchObject([
      { path: 'items.0.only.provider', en: expect.stringContaining('association') },
    ])
  })

  it('about the score review is different for economists', () => {
    const economists = idsIn('notPassed.open', { exam: 'economics' })
    expect(economists).toEqual(expect.arrayContaining(['review-process', 'review-process-economics']))
    for (const id of ['review-request', 'hotline-review']) expect(economists).not.toContain(id)
    expect(idsIn('notPassed.open')).not.toContain('review-process-economics')
  })

  it('about the electronic certificate depends on its issuer', () => {
    const state = 'certified.electronic.available'
    const provincial = idsIn(state, certified({ electronic: 'provincial' }))
    expect(provincial).toEqual(expect.arrayContaining(['e-cert-provincial', 'e-cert-in-province']))
    for (const id of ['e-cert', 'e-cert-questions', 'e-cert-national']) expect(provincial).not.toContain(id)
    for (const id of ['e-cert-provincial', 'e-cert-in-province']) expect(idsIn(state)).not.toContain(id)
  })

  it('about direct mail is shown only if the exam offers it', () => {
    const without = certified({ directMail: false })
    for (const id of ['direct-mail', 'direct-mail-postage', 'hotline-post', 'hotline-post-2']) {
      expect(idsIn('certified.paper.mailing')).toContain(id)
      expect(idsIn('certified.paper.mailing', without)).not.toContain(id)
    }
  })

  it.each([
    ['no-reissue', {}],
    ['no-reissue', { electronic: 'provincial' }],
    ['proof-letter', { reissue: 'proofLetter' }],
    ['association-proof', { issuer: 'association' }],
    ['reissue-documents', { electronic: 'none' }],
    ['reissue-documents', { reissue: 'paper' }],
  ] as [string, Partial<Certificate>][])('about a lost certificate is %s if it is %j', (id, changes) => {
    const all = ['no-reissue', 'proof-letter', 'association-proof', 'reissue-documents']
    const lost = idsIn('certified.paper.lost', certified(changes))
    expect(lost.filter((one) => all.includes(one))).toEqual([id])
    // The others cannot be replaced, so the site where to request it is of no use.
    expect(lost.includes('reissue')).toBe(id === 'reissue-documents')
  })
})

/** A candidate whose scan of the degree temporarily replaced the report, after a pass. */
const owingReport = () =>
  scenario({ candidate: { photo: true, education: { origin: 'domestic', result: 'failed' } } })
    .to('declaring.evidence')
    .when(event.evidence.upload({ document: { kind: 'degreeScan', mediaType: 'application/pdf' } }))
    .to('qualifying.check.unreviewed')

const closedUnpaid = () => given('paying.awaiting').until('payment.closes')

describe('advice to do something', () => {
  const ids = (here: Given, at?: string) => idsOf(guide(here.snapshot, undefined, at))

  it('about corrections ends when the machine refuses them, although no event has come', () => {
    const waiting = given('registered.waiting')
    expect(ids(waiting)).toContain('corrections')
    expect(ids(waiting, on('04-17 17:00'))).toContain('corrections')
    expect(ids(waiting, on('06-11 09:00'))).toContain('corrections-admit-card')
    expect(ids(waiting, on('06-14 17:00'))).not.toContain('corrections-admit-card')
  })

  it('about paying ends when payment closes; then it says that the system is reconciling', () => {
    const paying = given('paying.awaiting')
    const pay = ['pay-in-time', 'unpaid-next-day', 'debited-unpaid']
    expect(ids(paying)).toEqual(expect.arrayContaining(pay))
    expect(ids(paying)).not.toContain('reconciling')
    for (const shown of [ids(closedUnpaid()), ids(paying, on('04-18 17:00'))]) {
      expect(shown).toContain('reconciling')
      expect(shown.filter((id) => pay.includes(id))).toEqual([])
    }
  })

  it('about a score review ends with its days, even if a check keeps the registration open', () => {
    const open = given('notPassed.open')
    expect(ids(open)).toEqual(expect.arrayContaining(['review-in-time', 'review-request']))
    const demanded = open.when({ type: 'spotCheck.demand', dueAt: on('12-20 17:00') })
    const later = ids(demanded, on('12-01 10:00'))
    expect(later).toContain('mark-codes')
    for (const id of ['review-in-time', 'review-request']) expect(later).not.toContain(id)
  })

  it('about a late report is for those who owe one', () => {
    expect(ids(owingReport())).toContain('late-report')
    expect(idsIn('qualifying.check.unreviewed')).not.toContain('late-report')
  })

  it('about a refund is for those to whom one is owed', () => {
    const ended = given('ended.abandoned')
    expect(ids(ended)).not.toContain('refund-owed')
    const paidLate = ended.when(event.payment.settle({ orderNo: 'R-1', amountFen: 100 }))
    expect(ids(paidLate)).toContain('refund-owed')
    expect(ids(paidLate.when('refund.settle'))).not.toContain('refund-owed')
  })

  it('is absent at an invalid instant', () => {
    expect(ids(given('paying.awaiting'), 'soon')).toEqual([])
  })

  it('names an event type that exists', () => {
    const only = { possible: 'correction.demand' }
    const item = { id: 'x', kind: 'note' as const, title: { zh: '更正', en: 'Correct' }, cites: ['policy'] }
    const region = { ...guangzhou, items: [{ ...item, when: ['all'], only }] }
    expect(regionSchema.safeParse(region).error?.issues).toMatchObject([
      { path: ['items', 0, 'only', 'possible'] },
    ])
  })
})

describe('the region of Guangzhou, with what it inherits', () => {
  const items = allItems(guangzhou)
  const byId = new Map(items.map((item) => [item.id, item]))

  /** The addresses and phone numbers of the official text, by item. */
  const named: Record<string, string> = {
    'gz-exams': 'http://rsj.gz.gov.cn/ywzt/rcgz/rsks/index.html',
    'gd-exams': 'http://rsks.gd.gov.cn/',
    cpta: 'http://www.cpta.com.cn/index.html',
    portal: 'http://zg.cpta.com.cn/examfront/login/initLogin.htm',
    'gd-portal': 'http://123.56.228.71/',
    'gd-business': 'http://123.56.228.71:82/',
    'gz-platform': 'https://gzrsj.rsj.gz.gov.cn/vsgzhr/login_home.aspx',
    'gd-calendar': 'http://rsks.gd.gov.cn/wsbs/zyjsryzgks/',
    'gz-certificates': 'http://rsj.gz.gov.cn/ywzt/rcgz/rsks/lztz/',
    'gd-notices': 'http://rsks.gd.gov.cn/kswj/bkwj/index.html',
    'gz-notices': 'http://rsj.gz.gov.cn/ywzt/rcgz/rsks/bmtz/',
    conditions: 'http://www.cpta.com.cn/testCondition.html',
    chsi: 'https://www.chsi.com.cn/',
    'chsi-howto': 'http://www.cpta.com.cn/question/1525.html',
    cscse: 'http://www.cscse.edu.cn',
    invoice: 'http://rsks.gd.gov.cn/kswj/bszn/content/post_3325151.html',
    'identity-use': 'http://rsks.gd.gov.cn/zwgk/zcjd/content/post_1130106.html',
    'score-sites': 'http://www.cpta.com.cn',
    'score-sites-software': 'http://www.ruankao.org.cn',
    'score-sites-province': 'http://rsks.gd.gov.cn',
    'review-process': 'http://rsj.gz.gov.cn/ywzt/rcgz/rsks/tzgg/content/post_7975216.html',
    'review-process-economics': 'http://rsj.gz.gov.cn/ywzt/rcgz/rsks/tzgg/',
    'direct-mail': 'http://rsks.gd.gov.cn/wsbs/zyjsryzgks/content/post_4295545.html',
    'e-cert': 'http://www.cpta.com.cn/E-certDownload.html',
    'e-cert-questions': 'http://www.cpta.com.cn/question/959.html',
    'e-cert-provincial': 'https://ggfw.hrss.gd.gov.cn/zjzsh/',
    reissue: 'https://gzrsj.rsj.gz.gov.cn/vsgzhr/',
    'reissue-form':
      'https://rsj.gz.gov.cn/hrssgz/ywzt_rcgz_rsks_tzgg/201909/5b474e1b515349a6aaea91c990b6843b/files/cb9e663eefca49709011e3208085e377.docx',
    'hotline-portal': '010-87901900',
    'hotline-software': '010-68607734',
    'hotline-estate': '0531-66680713',
    'hotline-estate-2': '0531-66680714',
    'hotline-province': '020-12333',
    'hotline-review': '020-12333-9',
    'hotline-post': '18558892138',
    'hotline-post-2': '0591-87571350',
    'hotline-city': '020-83556708',
  }

  it.each(Object.entries(named))('has %s: %s', (id, value) => {
    const { kind, url, phone } = byId.get(id) ?? {}
    expect(kind === 'hotline' ? phone : url).toBe(value)
  })

  it.each([
    ['exam-day', 'document', '7.2'],
    ['evidence-file', 'note', '6.4.1(4)'],
    ['proof-early', 'note', '6.4.7'],
    ['rare-name', 'note', '6.4.6'],
    ['employer-text', 'note', '6.7'],
    ['recover', 'note', '6.16'],
    ['seats', 'note', '7.1'],
    ['no-training', 'note', '6.20'],
  ])('has %s, a %s that cites §%s', (id, kind, cite) => {
    expect(byId.get(id)).toMatchObject({ kind, cites: expect.arrayContaining([cite]) })
  })

  it('has the hours, email and address of hotlines', () => {
    expect(byId.get('hotline-city')?.hours).toEqual({
      zh: '法定工作日 9:00–12:00、14:00–18:00',
      en: 'working days 9:00–12:00, 14:00–18:00',
    })
    expect(byId.get('hotline-software')?.email).toBe('ruankao@miiteec.org.cn')
    expect(byId.get('hotline-estate')?.url).toBe(
      'https://gjsksbm.cirea.org.cn:9001/examfrontM1/login/initLogin.htm',
    )
  })

  it.each(items.map((item) => [item.id, item] as const))('has %s in both languages', (_, item) => {
    const texts = [item.title, ...(item.hours ? [item.hours] : [])]
    for (const { zh, en } of texts) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en.length).toBeGreaterThan(5)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it.each(items.map((item) => [item.id, item] as const))('has valid cites and states for %s', (_, item) => {
    const states = ['all', ...allStatePaths()]
    for (const cite of item.cites) expect(section(cite)).toBeDefined()
    for (const state of item.when) expect(states).toContain(state)
  })

  it('has valid URLs and phone numbers', () => {
    for (const { url, phone } of items) {
      if (url !== undefined) expect(new URL(url).protocol).toMatch(/^https?:$/)
      if (phone !== undefined) expect(phone).toMatch(/^[\d -]+$/)
    }
  })

  it('shows every item in some state', () => {
    const notHere: GivenOptions[] = [
      {},
      { origin: 'overseas' },
      { route: 'proof' },
      { exam: 'economics' },
      { exam: 'gd-constructor-2' },
      called('software'),
      { exam: 'estate-appraiser' },
      paperOnly,
      certified({ reissue: 'proofLetter' }),
      certified({ issuer: 'association' }),
      certified({ electronic: 'provincial' }),
      certified({ electronic: 'association' }),
    ]
    const shown = new Set<string>()
    for (const options of notHere) {
      for (const state of allStates() as StatePath[]) {
        try {
          for (const id of idsIn(state, options)) shown.add(id)
        } catch {
          // No plain path leads to this state with these options.
        }
      }
    }
    for (const here of [owingReport(), closedUnpaid()])
      for (const id of idsOf(guide(here.snapshot))) shown.add(id)
    expect(idsOf(items).filter((id) => !shown.has(id))).toEqual([])
  })
})

describe('the region of guide', () => {
  const shenzhenFirst: Partial<Notice> = { places: ['440300', '440100'] }
  const filling = (places: Partial<Notice>) =>
    given('filling.application', { notice: noticeOf('gd-2024-social-worker', places) })
  const choosing = (place: string, places: Partial<Notice> = {}): Snapshot => {
    const filled = given('filling.route', { notice: noticeOf('gd-2024-social-worker', places) })
    const form = filled.snapshot.context.application
    if (form === undefined) throw new Error('nothing is filled in')
    return filled.when(event.application.save({ application: { ...form, place } })).snapshot
  }

  it('is that of the chosen place', () => {
    expect(idsOf(guide(choosing('440100', shenzhenFirst)))).toContain('gz-notices')
  })

  it('is that of the first place of the notice before a place is chosen', () => {
    expect(idsOf(guide(filling({}).snapshot))).toContain('gz-notices')
    expect(idsOf(guide(filling(shenzhenFirst).snapshot))).not.toContain('gz-notices')
  })

  it('gives the items of the province for a city that is not bundled, and none of another city', () => {
    const ids = idsOf(guide(choosing('440300')))
    expect(ids).toEqual(expect.arrayContaining(['cpta', 'gd-exams', 'gd-notices']))
    expect(ids.filter((id) => regions['440100'].items.some((item) => item.id === id))).toEqual([])
  })

  it('may be a custom one', () => {
    const title = { zh: '带上照片', en: 'Bring a photo' }
    const item = { kind: 'note' as const, title, cites: ['policy'] }
    const own: Region = {
      code: '440300',
      name: { zh: '深圳市', en: 'Shenzhen' },
      items: [
        { ...item, id: 'here', when: ['filling'] },
        { ...item, id: 'elsewhere', when: ['paying', 'registered.seated'] },
        { ...item, id: 'always', when: ['all'] },
        { ...item, id: 'others', when: ['all'], except: { exams: ['social-worker'], origin: 'domestic' } },
        {
          ...item,
          id: 'not-others',
          when: ['all'],
          except: { exams: ['social-worker'], origin: 'overseas' },
        },
        {
          ...item,
          id: 'undecided',
          when: ['all'],
          only: { exams: ['a', 'social-worker'], route: undefined, provider: undefined },
        },
      ],
    }
    const { snapshot } = filling(shenzhenFirst)
    expect(idsOf(guide(snapshot, own))).toEqual(['here', 'always', 'not-others', 'undecided'])
    expect(guide(snapshot, own)[0]).toEqual(own.items[0])
  })
})

describe('guide', () => {
  const { snapshot } = given('registered.admitCard')
  const throwing = new Proxy({}, { get: () => expect.fail(), ownKeys: () => expect.fail() })

  it('returns items in the order of the region', () => {
    const ids = idsOf(guide(snapshot))
    expect(ids).toEqual(idsOf(allItems(guangzhou)).filter((id) => ids.includes(id)))
  })

  it('does not depend on ids, and does not change the snapshot', () => {
    const before = JSON.stringify(snapshot)
    const other = JSON.parse(before) as Snapshot
    Object.assign(other.context, { registrationId: 'X', candidateId: 'Y' })
    expect(guide(other)).toEqual(guide(snapshot))
    expect(guide(snapshot, structuredClone(guangzhou))).toEqual(guide(snapshot))
    expect(JSON.stringify(snapshot)).toBe(before)
  })

  it.each([
    undefined,
    null,
    1,
    'paying',
    [],
    {},
    { value: 'marking' },
    { ...snapshot, version: 2 },
    throwing,
  ])('is empty for an invalid snapshot (%#)', (garbage) => {
    expect(guide(garbage as unknown as Snapshot)).toEqual([])
  })

  it.each([null, 1, '440100', [], {}, { ...guangzhou, items: [{}] }, { ...guangzhou, cod: '' }, throwing])(
    'is empty for an invalid region (%#)',
    (garbage) => {
      expect(guide(snapshot, garbage as unknown as Region)).toEqual([])
    },
  )

  it('is empty for a snapshot that throws on its second read', () => {
    let reads = 0
    const fickle = {
      ...snapshot,
      get context() {
        reads += 1
        return reads > 1 ? expect.fail() : snapshot.context
      },
    }
    expect(guide(fickle)).toEqual([])
    expect(reads).toBeGreaterThan(1)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (garbage) => {
        expect(guide(garbage as Snapshot)).toEqual([])
        expect(guide(snapshot, garbage as Region)).toEqual(garbage === undefined ? guide(snapshot) : [])
      }),
    )
  })
})

describe('the values in the texts of the guide', () => {
  const base = noticeOf('gd-2024-social-worker')
  const titleIn = (state: StatePath, id: string, changes: Partial<Notice> = {}) =>
    guide(given(state, { exam: 'social-worker', notice: { ...base, ...changes } }).snapshot).find(
      (item) => item.id === id,
    )?.title

  it('are those of the notice', () => {
    expect(titleIn('account.photo', 'photo')?.zh).toContain('白色背景，295 × 413 像素，JPEG、JPG 格式')
    const photo = { widthPx: 358, heightPx: 441, mediaTypes: ['image/png'], background: 'blue' as const }
    expect(titleIn('account.photo', 'photo', { requirements: { photo } })?.en).toContain(
      'blue background, 358 × 441 pixels, PNG.',
    )
    expect(titleIn('verifying', 'register-early', { requirements: { verificationHours: 48 } })?.en).toContain(
      'takes about 48 hours',
    )
    expect(titleIn('notPassed.open', 'review-in-time')?.zh).toBe(
      '对成绩有异议的，请在 7月17日0:00 前申请成绩复查。',
    )
  })

  it('never ask for what the notice does not', () => {
    const degree = { origin: 'domestic', result: 'failed' } as const
    const uploading = (requirements: Notice['requirements']) =>
      guide(
        given('declaring.evidence', {
          notice: { ...base, requirements },
          candidate: { photo: true, education: degree },
        }).snapshot,
      ).map(({ id }) => id)
    expect(uploading({ verificationHours: 24 })).toContain('chsi')
    expect(uploading({ degreeDocuments: { domestic: ['degreeCertificate'] } })).not.toContain('chsi')
    expect(titleIn('filling.route', 'route-once')).toBeDefined()
    expect(titleIn('filling.route', 'route-once', { commitment: 'none' })).toBeUndefined()
  })

  it('must be known: a file that names another has an issue', () => {
    const item = { ...guangzhou.items[0], title: { zh: '{photosize}', en: 'photo' } }
    const { issues } = read(regionShape(), { ...guangzhou, items: [item] })
    expect(issues).toMatchObject([{ path: 'items.0.title.zh', en: expect.stringContaining('photoSize') }])
  })
})
