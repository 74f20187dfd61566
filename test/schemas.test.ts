import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  type ExamSpec,
  eventSchema,
  events,
  examSpecSchema,
  exams,
  factSchema,
  type Issue,
  inputSchema,
  journeySchema,
  type Notice,
  noticeSchema,
  notices,
  type OpenInput,
  open,
  type Region,
  regionSchema,
  regions,
  registrationPeriod,
  snapshotSchema,
  toJSONSchema,
} from '../src'
import { regionShape } from '../src/guide'
import { read } from '../src/schema/issues'
import { isPersonal } from '../src/schema/personal'
import { inProject, readText } from './support/files'

const namesIn = (folder: string): string[] =>
  readdirSync(inProject(folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''))
    .sort()

const allExams = Object.entries(exams as Record<string, ExamSpec>)
const allNotices = Object.entries(notices as Record<string, Notice>)

describe('the bundled exams', () => {
  it('are the files of data/exams, each under its code', () => {
    const files = namesIn('data/exams').map((name) => [name, JSON.parse(readText(`data/exams/${name}.json`))])
    expect(exams).toEqual(Object.fromEntries(files))
    expect(allExams.map(([code, exam]) => exam.code === code)).not.toContain(false)
  })

  it.each(allExams)('include %s, which parses without loss', (_, exam) => {
    expect(examSpecSchema.parse(exam)).toEqual(exam)
  })

  it.each(allExams)('name the sources of %s', (_, exam) => {
    expect(exam.sources?.length).toBeGreaterThan(0)
  })
})

describe('the bundled notices', () => {
  it('are the files of data/notices, each under its id', () => {
    const files = namesIn('data/notices').map((name) => [
      name,
      JSON.parse(readText(`data/notices/${name}.json`)),
    ])
    expect(notices).toEqual(Object.fromEntries(files))
    expect(allNotices.map(([id, notice]) => notice.id === id)).not.toContain(false)
  })

  it.each(allNotices)('include %s, which parses without loss', (_, notice) => {
    expect(noticeSchema.parse(notice)).toEqual(notice)
  })

  it.each(allNotices)('open a registration under %s', (_, notice) => {
    const exam = exams[notice.exam]
    const at = registrationPeriod(notice).opens
    expect(exam && open({ registrationId: 'R', candidateId: 'C', exam, notice, at })).toMatchObject({
      accepted: true,
      snapshot: { value: { account: 'agreement' } },
    })
  })
})

describe('the bundled regions', () => {
  const allRegions = Object.entries(regions as Record<string, Region>)

  it('are the files of data/regions, each under its code', () => {
    const files = namesIn('data/regions').map((name) => [
      name,
      JSON.parse(readText(`data/regions/${name}.json`)),
    ])
    expect(regions).toEqual(Object.fromEntries(files))
    expect(allRegions.map(([code, region]) => region.code === code)).not.toContain(false)
  })

  it.each(allRegions)('include %s, which parses without loss', (_, region) => {
    expect(regionSchema.parse(region)).toEqual(region)
  })

  it.each(allRegions)('name the sources of %s', (_, region) => {
    expect(region.sources?.length).toBeGreaterThan(0)
  })
})

type Item = Region['items'][number]

/** Mistakes in a region: the path of the issue, its texts, and the change to a valid region. */
const uselessRegions: Record<string, [path: string, en: RegExp, zh: RegExp, change: (item: Item) => void]> = {
  'an unknown state': [
    'items.1.when.1',
    /there is no state "paying\.late"/,
    /没有状态“paying\.late”/,
    (item) => item.when.push('paying.late'),
  ],
  'a misspelt state': [
    'items.1.when.1',
    /there is no state "payng"; did you mean paying\?/,
    /没有状态“payng”；是否指 paying？/,
    (item) => item.when.push('payng'),
  ],
  'an unknown §': [
    'items.1.cites.1',
    /the text has no § "17"/,
    /原文没有第“17”节/,
    (item) => item.cites.push('17'),
  ],
  'a link without a url': [
    'items.1.url',
    /a link must have a url/,
    /网站须有网址/,
    (item) => {
      delete item.url
    },
  ],
  'a hotline without a phone number': [
    'items.1.phone',
    /a hotline must have a phone number/,
    /电话须有号码/,
    (item) => {
      item.kind = 'hotline'
    },
  ],
  'an id that stands twice': [
    'items.1.id',
    /the id "first" occurs twice/,
    /编号“first”重复/,
    (item) => {
      item.id = 'first'
    },
  ],
  'a condition that names nothing': [
    'items.1.only',
    /must name at least one thing/,
    /至少填写一项/,
    (item) => {
      item.only = {}
    },
  ],
  'a misspelt condition': [
    'items.1.only.exam',
    /did you mean exams\?/,
    /是否指 exams？/,
    (item) => {
      item.only = { exam: ['economics'], route: 'proof' } as Item['only']
    },
  ],
  'a url that no browser should open': [
    'items.1.url',
    /must be an http or https address/,
    /须为 http 或 https 网址/,
    (item) => {
      item.url = 'javascript:alert(1)'
    },
  ],
  'a phone number with words': [
    'items.1.phone',
    /must be a telephone number/,
    /须为电话号码/,
    (item) => {
      item.phone = '020-12333转9'
    },
  ],
}

describe('a region (issues have a path and both languages)', () => {
  const regionWith = (change: (item: Item) => void): Region => {
    const item = (id: string): Item => ({
      id,
      kind: 'link',
      title: { zh: '网站', en: 'A site' },
      url: 'https://example.org/',
      cites: ['1.1'],
      when: ['all'],
    })
    const second = item('second')
    change(second)
    return { code: '310100', name: { zh: '上海市', en: 'Shanghai' }, items: [item('first'), second] }
  }

  it('is accepted without mistakes', () => {
    const region = regionWith((item) => Object.assign(item, { cites: ['policy'], when: ['paying.awaiting'] }))
    expect(read(regionShape(), region)).toEqual({ data: region })
  })

  it.each(Object.entries(uselessRegions))('is refused for %s', (_, [path, en, zh, change]) => {
    expect(read(regionShape(), regionWith(change)).issues).toEqual([
      { path, en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
    ])
  })

  it('is refused for every mistake at once', () => {
    const mistakes = ['an unknown state', 'an unknown §', 'a link without a url', 'an id that stands twice']
    const region = regionWith((item) => {
      for (const mistake of mistakes) uselessRegions[mistake]?.[3](item)
    })
    const issues = read(regionShape(), region).issues ?? []
    expect(issues.map(({ path }) => path).sort()).toEqual([
      'items.1.cites.1',
      'items.1.id',
      'items.1.url',
      'items.1.when.1',
    ])
  })

  it('is refused for a wrong shape, with issues only for the items', () => {
    for (const items of [[null], [{ cites: null, when: 7 }], 'all', undefined]) {
      const issues = read(regionShape(), { ...regionWith(() => {}), items }).issues ?? []
      expect(issues.length).toBeGreaterThan(0)
      expect(issues.map(({ path }) => path.startsWith('items'))).not.toContain(false)
    }
  })
})

type Draft = OpenInput & { exam: ExamSpec; notice: Notice }

const input = (change: (draft: Draft) => void = () => {}): OpenInput => {
  const draft = structuredClone({
    registrationId: 'R',
    candidateId: 'C',
    exam: exams['social-worker'],
    notice: notices['gd-2024-social-worker'],
    at: '2024-04-01T10:00:00+08:00',
  }) as Draft
  change(draft)
  return draft
}

function issuesOf(opening: OpenInput): Issue[] {
  const decision = open(opening)
  expect(decision).toMatchObject({ accepted: false, snapshot: null, facts: [], fired: [] })
  if (decision.accepted) throw new Error('accepted')
  expect(decision.refusal).toMatchObject({
    rule: 'input.malformed',
    at: null,
    possible: [],
    cites: ['policy'],
  })
  return decision.refusal.issues ?? []
}

/** Unknown fields in the input of `open`: the path, and the object that gets the field. */
const unknownFields: Record<string, (draft: Draft) => object> = {
  candidat: (draft) => draft,
  'history.integrity.0.Kind': (draft) => {
    draft.history = { integrity: [{ kind: 'serious', from: '2023-01-01' }] }
    return draft.history.integrity?.[0] as object
  },
  'history.commitmentForfeit': (draft) => {
    draft.history = {}
    return draft.history
  },
  'candidate.photos': (draft) => {
    draft.candidate = { photo: true, education: { origin: 'domestic' } }
    return draft.candidate
  },
  'exam.level': ({ exam }) => exam,
  'exam.levels.0.validityYear': ({ exam }) => exam.levels[0] as object,
  'exam.certificate.directmail': ({ exam }) => exam.certificate,
  'notice.passMark': ({ notice }) => notice,
  'notice.windows.paiment': ({ notice }) => notice.windows,
  'notice.windows.payment.close': ({ notice }) => notice.windows.payment,
  'notice.postCheck.startday': ({ notice }) => {
    notice.postCheck = { workingDays: 5 }
    return notice.postCheck
  },
  'notice.fee.perSubject': ({ notice }) => notice.fee,
}

describe('an unknown field in the input of open', () => {
  it.each(Object.entries(unknownFields))('is refused with its path and a suggestion: %s', (path, holder) => {
    const issues = issuesOf(
      input((draft) => {
        Object.assign(holder(draft), { [path.slice(path.lastIndexOf('.') + 1)]: 1 })
      }),
    )
    expect(issues).toEqual([
      {
        path,
        zh: expect.stringMatching(/^没有这个字段；是否指 \w+？$/),
        en: expect.stringMatching(/did you mean/),
      },
    ])
  })
  it('`open` accepts data of the caller in `meta` up to a size limit, and does not use it', () => {
    const meta = { correlation: 'c-1' }
    expect(open({ ...input(), meta })).toEqual(open(input()))
    expect(issuesOf({ ...input(), meta: 'x'.repeat(3000) })).toMatchObject([{ path: 'meta' }])
  })
})

/** Inconsistent inputs: the path of the issue, its texts, and the change to a valid input. */
const senseless: Record<string, [path: string, en: RegExp, zh: RegExp, change: (draft: Draft) => void]> = {
  'a registration window that closes before it opens': [
    'notice.windows.registration.closes',
    /close after it opens/,
    /截止须晚于开始/,
    ({ notice }) => {
      Object.assign(notice.windows.registration, { closes: '2024-04-01T09:00:00+08:00' })
    },
  ],
  'a payment window that closes as it opens': [
    'notice.windows.payment.closes',
    /close after it opens/,
    /截止须晚于开始/,
    ({ notice }) => {
      notice.windows.payment.opens = notice.windows.payment.closes
    },
  ],
  'an admit-card window that closes before it opens': [
    'notice.windows.admitCard.closes',
    /close after it opens/,
    /截止须晚于开始/,
    ({ notice }) => {
      notice.windows.admitCard.closes = '2024-06-01T09:00:00+08:00'
    },
  ],
  'a review that closes after payment': [
    'notice.windows.proofReview.closes',
    /no later than payment/,
    /不得晚于缴费截止/,
    ({ notice }) => {
      notice.windows.proofReview.closes = '2024-04-19T17:00:00+08:00'
    },
  ],
  'a span that is over before the exam': [
    'notice.postCheck.closes',
    /after the last session/,
    /最后一场考试结束之后/,
    ({ notice }) => {
      notice.postCheck = { closes: '2024-06-16T16:30:00+08:00' }
    },
  ],
  'a session without its subject': [
    'notice.sessions.1.subject',
    /is missing/,
    /未填写/,
    ({ notice }) => {
      delete (notice.sessions[1] as { subject?: string }).subject
    },
  ],
  'a session that ends before it starts': [
    'notice.sessions.0.ends',
    /end after it starts/,
    /结束须晚于开始/,
    ({ notice }) => {
      if (notice.sessions[0]) notice.sessions[0].ends = notice.sessions[0].starts
    },
  ],
  'a session in a subject that the exam has not': [
    'notice.sessions.0.subject',
    /the exam has no subject "geometry"/,
    /考试没有科目“geometry”/,
    ({ notice }) => {
      if (notice.sessions[0]) notice.sessions[0].subject = 'geometry'
    },
  ],
  'a pass mark in a subject that the exam has not': [
    'notice.passMarks.geometry',
    /the exam has no subject "geometry"/,
    /考试没有科目“geometry”/,
    ({ notice }) => {
      notice.passMarks = { ...notice.passMarks, geometry: 60 }
    },
  ],
  'a level with a subject that the exam has not': [
    'exam.levels.1.subjects.2',
    /the exam has no subject "geometry"/,
    /考试没有科目“geometry”/,
    ({ exam }) => {
      exam.levels[1]?.subjects.splice(2, 1, 'geometry')
    },
  ],
  'a level that asks for a specialty where the exam lists none': [
    'exam.levels.0.specialty',
    /lists no specialties/,
    /没有列出专业/,
    ({ exam }) => {
      if (exam.levels[0]) exam.levels[0].specialty = 'required'
    },
  ],
  'a specialty of a level that the exam does not list': [
    'exam.levels.0.specialties.1',
    /has no specialty "astrology"/,
    /没有专业“astrology”/,
    ({ exam }) => {
      exam.specialties = ['finance']
      if (exam.levels[0]) exam.levels[0].specialties = ['finance', 'astrology']
    },
  ],
  'a notice of another exam': [
    'notice.exam',
    /the notice is of "economics", not of "social-worker"/,
    /通知属于考试“economics”/,
    ({ notice }) => {
      notice.exam = 'economics'
    },
  ],
  'a place outside the region': [
    'notice.places.1',
    /outside the region/,
    /不在本地区/,
    ({ notice }) => {
      notice.places[1] = '310100'
    },
  ],
}

describe('an invalid input of open (issues have a path and both languages)', () => {
  it.each(Object.entries(senseless))('is refused for %s', (_, [path, en, zh, change]) => {
    expect(issuesOf(input(change))).toEqual([
      { path, en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
    ])
  })

  it('is refused for every mistake at once', () => {
    const mistakes = [
      'a registration window that closes before it opens',
      'a review that closes after payment',
      'a session in a subject that the exam has not',
      'a notice of another exam',
    ]
    const issues = issuesOf(
      input((draft) => {
        for (const mistake of mistakes) senseless[mistake]?.[3](draft)
      }),
    )
    expect(issues.map(({ path }) => path).sort()).toEqual([
      'notice.exam',
      'notice.sessions.0.subject',
      'notice.windows.proofReview.closes',
      'notice.windows.registration.closes',
    ])
  })

  it.each([
    ['registrationId', ''],
    ['candidateId', undefined],
    ['exam', null],
    ['notice', 'gd-2024-social-worker'],
    ['at', '2024-04-01'],
    ['at', '2024-04-01T10:00:00'],
    ['at', '9999-01-01T00:00:00+08:00'],
  ])('is refused if its %s is %j', (field, value) => {
    const issues = issuesOf({ ...input(), [field]: value } as OpenInput)
    expect(issues.map(({ path }) => path)).toContain(field)
    for (const { zh, en } of issues) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it.each([
    'id',
    'exam',
    'examYear',
    'region',
    'places',
    'commitment',
    'windows',
    'sessions',
    'fee',
    'scoreReview',
    'postCheck',
    'publicNotice',
  ] as const)('is refused if the notice has no %s', (field) => {
    const { [field]: _, ...notice } = input().notice as Notice
    expect(issuesOf({ ...input(), notice } as OpenInput).map(({ path }) => path)).toEqual([`notice.${field}`])
  })

  it.each(['registration', 'proofReview', 'payment', 'admitCard'] as const)(
    'is refused if the notice has no window %s',
    (name) => {
      const opening = input(({ notice }) => {
        delete (notice.windows as Partial<Notice['windows']>)[name]
      })
      expect(issuesOf(opening).map(({ path }) => path)).toEqual([`notice.windows.${name}`])
    },
  )

  it.each(['code', 'name', 'identityProvider', 'levels', 'subjects', 'certificate'] as const)(
    'is refused if the exam has no %s',
    (field) => {
      const { [field]: _, ...exam } = input().exam as ExamSpec
      expect(issuesOf({ ...input(), exam } as OpenInput).map(({ path }) => path)).toEqual([`exam.${field}`])
    },
  )
})

describe('a valid input of open', () => {
  const optional: Record<string, Partial<Notice>> = {
    'several sessions of a subject': {
      sessions: [
        { subject: 'law', starts: '2024-06-15T09:00:00+08:00', ends: '2024-06-15T11:00:00+08:00' },
        { subject: 'law', starts: '2024-06-16T09:00:00+08:00', ends: '2024-06-16T11:00:00+08:00' },
        { subject: 'general', starts: '2024-06-15T14:00:00+08:00', ends: '2024-06-15T16:00:00+08:00' },
        { subject: 'practice', starts: '2024-06-16T14:00:00+08:00', ends: '2024-06-16T16:00:00+08:00' },
      ],
    },
    'a sitting': { sitting: 'autumn' },
    'a calendar': { calendar: { 2027: { off: ['01-01'], work: ['2027-01-02'] } } },
    'a direct-mail span': { directMail: { workingDays: 12, startDay: 'count' } },
    'the text that is signed': { disclosure: { url: 'https://example.org/commitment', version: '2024-1' } },
    'another day until which work counts': { workYearsUntil: '2024-12-31' },
    'a score review with a date': { scoreReview: { closes: '2024-09-30T17:00:00+08:00' } },
    'no pass marks yet': { passMarks: undefined } as unknown as Partial<Notice>,
    'a review that closes with payment': {
      windows: {
        ...(notices['gd-2024-social-worker'] as Notice).windows,
        proofReview: { closes: '2024-04-18T17:00:00+08:00' },
      },
    },
  }
  it.each(Object.entries(optional))('may have a notice with %s', (_, fields) => {
    const notice = { ...(input().notice as Notice), ...fields }
    expect(open({ ...input(), notice })).toMatchObject({ accepted: true })
  })
})

type JsonSchema = { [key: string]: unknown }

/** The names of all properties that are marked as personal. */
function personalIn(schema: unknown, name = ''): string[] {
  if (schema === null || typeof schema !== 'object') return []
  const own = (schema as JsonSchema)['x-personal'] === true ? [name] : []
  return [...own, ...Object.entries(schema).flatMap(([key, below]) => personalIn(below, key))]
}

describe('open', () => {
  it('reports mistakes of shape and of consistency in one refusal', () => {
    const paths = issuesOf(
      input((draft) => {
        draft.exam.levels[0]?.subjects.push('geometry')
        Object.assign(draft.notice.windows.registration, { closes: '2024-04-01T09:00:00+08:00' })
        draft.notice.exam = 'economics'
        Object.assign(draft.notice, { fee: { perSubjectFen: 'free' } })
        Object.assign(draft.exam, { name: 1 })
      }),
    ).map(({ path }) => path)
    for (const path of [
      'exam.name',
      'exam.levels.0.subjects.2',
      'notice.fee.perSubjectFen',
      'notice.windows.registration.closes',
      'notice.exam',
    ]) {
      expect(paths).toContain(path)
    }
  })
})

describe('a personal field', () => {
  it('is recognized, even if it is optional', () => {
    expect(isPersonal(events['certificate.requestMail'].fields.address)).toBe(true)
    expect(isPersonal(events['finding.record'].fields.note)).toBe(true)
    expect(isPersonal(events['finding.record'].fields.referred)).toBe(false)
    expect(isPersonal(events['payment.claim'].fields.orderNo)).toBe(false)
  })
})

describe('JSON Schema for other languages', () => {
  const schemas: Record<string, z.ZodType> = {
    events: eventSchema,
    facts: factSchema,
    exams: examSpecSchema,
    notices: noticeSchema,
    regions: regionSchema,
    inputs: inputSchema,
    snapshots: snapshotSchema,
    journeys: journeySchema,
  }
  it.each(Object.entries(schemas))('describes %s', (_, schema) => {
    expect(JSON.stringify(z.toJSONSchema(schema)).length).toBeGreaterThan(1000)
  })

  it('marks the personal fields of events', () => {
    const marked = [...new Set(personalIn(toJSONSchema('event')))].sort()
    expect(marked).toEqual([
      'address',
      'certificateNo',
      'email',
      'employer',
      'gender',
      'idNumber',
      'idType',
      'meta',
      'name',
      'note',
      'phone',
      'postcode',
      'school',
    ])
  })

  it('marks no field of facts, which contain no personal data', () => {
    expect(personalIn(toJSONSchema('fact'))).toEqual([])
  })
})
