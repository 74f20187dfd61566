import { describe, expect, it } from 'vitest'
import {
  decide,
  type EligibilityInput,
  type ExamSpec,
  eligibility,
  eventTypes,
  examSpecSchema,
  exams,
  type Fact,
  type Notice,
  notices,
  type Refusal,
  type RegistrationEvent,
  runJourney,
  type SchemaName,
  type Snapshot,
  schemaNames,
  textFor,
  titles,
  toJSONSchema,
} from '../src'
import { codeTitle, fieldsLabel } from '../src/labels'
import type { LocalizedText } from '../src/language'
import { event, given, type StatePath } from '../src/testing'
import { secondaryEducation, usualProfile } from '../src/testing/candidateData'
import type { PayloadSpec } from '../src/testing/eventPayload'
import { payloads } from '../src/testing/payloads'
import { senderFor } from '../src/testing/senders'
import { formatInstant } from '../src/time'
import { allStates } from './support/actor'
import { journeysIn } from './support/files'
import { latinWords } from './support/latinWords'

const isTitle = (text: LocalizedText | undefined): boolean =>
  text !== undefined &&
  /\p{Script=Han}|^(PDF|JPG|PNG)$/u.test(text.zh) &&
  /^[\x20-\x7e’–—ü§é]+$/.test(text.en)

type Schema = { [key: string]: unknown }
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** Every code that a schema lists, with its field, and every field. */
function codesAndFields(schema: unknown, field: string, codes: Set<string>, fields: Set<string>): void {
  if (!isSchema(schema)) return
  const values = [...((schema.enum as unknown[] | undefined) ?? []), schema.const]
  for (const value of values) if (typeof value === 'string') codes.add(`${field} ${value}`)
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    fields.add(key)
    codesAndFields(inner, key, codes, fields)
  }
  for (const [name, inner] of Object.entries(schema.$defs ?? {})) codesAndFields(inner, name, codes, fields)
  for (const key of ['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'prefixItems'])
    for (const inner of [schema[key]].flat()) codesAndFields(inner, field, codes, fields)
}

describe('a code that a schema lists', () => {
  it.each(schemaNames)('has a title in both languages: %s', (name) => {
    const codes = new Set<string>()
    codesAndFields(toJSONSchema(name), name, codes, new Set())
    const untitled = [...codes].filter((entry) => {
      const [field = '', code = ''] = entry.split(' ')
      return !isTitle(codeTitle(field, code))
    })
    expect(untitled).toEqual([])
  })

  it('without a title would be found', () => {
    expect(isTitle(codeTitle('reason', 'because'))).toBe(false)
    expect(isTitle({ zh: 'unpaid', en: 'unpaid' })).toBe(false)
  })
})

/** The schemas of what people write or read: their messages name a field by its title. */
const written: SchemaName[] = ['event', 'fact', 'exam', 'notice', 'region', 'input']

it.each(written)('every field of the schema %s has a title', (name) => {
  const fields = new Set<string>()
  codesAndFields(toJSONSchema(name), name, new Set(), fields)
  expect(
    [...fields].filter((field) => !isTitle((titles.fields as Record<string, LocalizedText>)[field])),
  ).toEqual([])
})

const bundledExams = Object.values(exams).filter((exam) => exam !== undefined)
const bundledNotices = Object.values(notices).filter((notice) => notice !== undefined)

/** The codes of an exam that have no title. */
function untitledInExam(exam: ExamSpec): string[] {
  const codes: [field: string, code: string][] = [
    ...exam.levels.flatMap(({ code, subjects, specialties = [] }): [string, string][] => [
      ['level', code],
      ...subjects.map((subject): [string, string] => ['subject', subject]),
      ...specialties.map((specialty): [string, string] => ['specialty', specialty]),
    ]),
    ...(exam.kinds ?? []).map(({ code }): [string, string] => ['kind', code]),
    ...(exam.specialties ?? []).map((specialty): [string, string] => ['specialty', specialty]),
    ...exam.subjects.map(({ code }): [string, string] => ['subject', code]),
  ]
  return codes.filter(([field, code]) => !isTitle(codeTitle(field, code, exam))).map((pair) => pair.join(' '))
}

/** The codes of a notice that have no title. */
function untitledInNotice(notice: Notice): string[] {
  const exam = bundledExams.find(({ code }) => code === notice.exam)
  const codes: [field: string, code: string][] = [
    ['exam', notice.exam],
    ['region', notice.region],
    ...notice.places.map((place): [string, string] => ['place', place]),
    ...(notice.sitting === undefined ? [] : [['sitting', notice.sitting] as [string, string]]),
    ...[...notice.sessions.map(({ subject }) => subject), ...Object.keys(notice.passMarks ?? {})].map(
      (subject): [string, string] => ['subject', subject],
    ),
  ]
  return codes.filter(([field, code]) => !isTitle(codeTitle(field, code, exam))).map((pair) => pair.join(' '))
}

describe('the codes of bundled data', () => {
  it.each(bundledExams.map((exam) => [exam.code, exam] as const))('have titles: exam %s', (_, exam) => {
    expect(isTitle(exam.name)).toBe(true)
    expect(untitledInExam(exam)).toEqual([])
  })

  it.each(bundledNotices.map((notice) => [notice.id, notice] as const))(
    'have titles: notice %s',
    (_, notice) => {
      expect(untitledInNotice(notice)).toEqual([])
    },
  )

  it('without titles would be found', () => {
    const [exam] = bundledExams.filter(({ specialties }) => specialties?.length)
    if (exam === undefined) throw new Error('no exam has specialties')
    const { specialtyNames: _, ...rest } = exam
    expect(examSpecSchema.safeParse(rest).success).toBe(true)
    expect(untitledInExam(rest).length).toBeGreaterThan(0)
    expect(
      untitledInNotice({ ...notices['gd-2024-social-worker'], sitting: 'third', places: ['440099'] }),
    ).toEqual(['place 440099', 'sitting third'])
  })
})

/** The words in Latin letters of everything that Chinese readers see of a fact. */
function wordsOfFact(
  fact: Fact,
  snapshot: Snapshot,
  exam: ExamSpec | undefined = exams[snapshot.context.terms.exam],
): string[] {
  const { type, at: _, ...fields } = fact
  const shown = fieldsLabel(Object.entries(fields), { lang: 'zh', exam })
  const texts = (['sms', 'mail'] as const).map(
    (form) => textFor(fact, snapshot, { lang: 'zh', form, exam }) ?? '',
  )
  return latinWords([titles.facts[type].zh, shown, ...texts].join(' '))
}

const wordsOfRefusal = ({ message, issues = [], rule }: Refusal): string[] =>
  rule === 'event.malformed' ? issues.flatMap(({ zh }) => latinWords(zh)) : latinWords(message.zh)

/** What the payloads of the testing kit write where an office writes a reason of its own, and the id of a correction. */
const freeText = ['flood', 'illegible', 'account', 'closed', 'K', 'attestation']

describe('in Chinese there is no English code', () => {
  it.each(journeysIn('examples/journeys'))('in the facts and refusals of %s', (_, journey) => {
    const { opened, steps } = runJourney(journey)
    const own = typeof journey.exam === 'object' ? (journey.exam as ExamSpec) : undefined
    const decisions = [...(opened ? [opened] : []), ...steps.map(({ decision }) => decision)]
    for (const { snapshot, facts } of decisions)
      for (const fact of facts)
        if (snapshot !== null)
          // The kinds of attestations are codes of the provisions.
          expect(
            wordsOfFact(fact, snapshot, own).filter((word) => word !== 'kind-'),
            fact.type,
          ).toEqual([])
    for (const { decision } of steps)
      if (!decision.accepted && decision.refusal.rule !== 'event.malformed')
        expect(wordsOfRefusal(decision.refusal), decision.refusal.rule).toEqual([])
  })

  it('in any refusal of any event in any state, nor in the facts that follow', () => {
    const found: string[] = []
    const seen = new Set<string>()
    for (const state of allStates() as StatePath[]) {
      let snapshot: Snapshot
      try {
        snapshot = given(state).snapshot
      } catch {
        continue // No plain path leads there.
      }
      const at = formatInstant(snapshot.context.at)
      for (const type of eventTypes) {
        const spec = payloads[type] as PayloadSpec<typeof type>
        const usual = spec.usual({ snapshot, at })
        const variants = spec.variants?.(snapshot, usual)
        for (const fields of variants ?? [usual]) {
          const by = senderFor(snapshot, type)
          const decision = decide(snapshot, { ...fields, type, at, by } as RegistrationEvent)
          for (const fact of decision.facts) found.push(...wordsOfFact(fact, decision.snapshot))
          if (decision.accepted || decision.refusal.rule === 'event.malformed') continue
          seen.add(decision.refusal.rule)
          found.push(...wordsOfRefusal(decision.refusal).map((word) => `${decision.refusal.rule}: ${word}`))
        }
      }
    }
    expect([...new Set(found)].filter((word) => !freeText.includes(word))).toEqual([])
    expect(seen.size).toBeGreaterThan(40)
  })

  it.each(bundledExams.map((exam) => [exam.code, exam] as const))('in the advice on %s', (_, exam) => {
    const notice = bundledNotices.find((one) => one.exam === exam.code)
    if (notice === undefined) throw new Error(`There is no notice of ${exam.code}`)
    const place = notice.places[0] ?? ''
    for (const { code, subjects } of exam.levels) {
      for (const education of [usualProfile.education, secondaryEducation, undefined]) {
        const own = education && { ...education, major: '法学' }
        const profile = { ...usualProfile, employer: '社区服务中心', education: own }
        const input = { exam, notice, profile, application: { level: code, subjects, place } }
        const advice = eligibility(input as EligibilityInput)
        expect(advice.length).toBeGreaterThan(0)
        for (const { detail } of advice) expect(latinWords(detail.zh), detail.zh).toEqual([])
      }
    }
  })

  it('and one would be found', () => {
    const { snapshot } = given('paying.awaiting').when(event.payment.settle({ amountFen: 100 }))
    const fact = { type: 'refund.due', at: '', reason: 'because', amountFen: 1 } as unknown as Fact
    expect(wordsOfFact(fact, snapshot)).toContain('because')
  })
})
