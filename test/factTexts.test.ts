import { describe, expect, it } from 'vitest'
import { type Fact, type FactType, factTypes, runJourney, type Snapshot, textFor } from '../src'
import type { Language } from '../src/language'
import { journeysIn } from './support/files'

const decisions = journeysIn('examples/journeys').flatMap(([, journey]) => {
  const { opened, steps } = runJourney(journey)
  return [...(opened ? [opened] : []), ...steps.map(({ decision }) => decision)]
})

/** Every fact that a journey emits, with the snapshot after it. */
const emitted: { fact: Fact; snapshot: Snapshot }[] = decisions.flatMap(({ facts, snapshot }) =>
  snapshot === null ? [] : facts.map((fact) => ({ fact, snapshot })),
)

/** Facts that only the portal acts on. */
const silent: readonly FactType[] = [
  'verification.requested',
  'application.confirmed',
  'commitment.withdrawn',
  'spotCheck.answered',
  'credits.earned',
  'correction.requested',
  'correction.withdrawn',
  'certificate.questioned',
  'attestation.recorded',
]

const languages: Language[] = ['zh', 'en']
const longest = { zh: 70, en: 160 }

describe('textFor', () => {
  it('has a text for every fact that a candidate must be told of, and the journeys show each', () => {
    const told = new Set(
      emitted
        .filter(({ fact, snapshot }) => textFor(fact, snapshot, { lang: 'zh', form: 'sms' }))
        .map(({ fact }) => fact.type),
    )
    expect([...told].sort()).toEqual(factTypes.filter((type) => !silent.includes(type)).sort())
    for (const { fact, snapshot } of emitted.filter(({ fact: { type } }) => silent.includes(type)))
      expect(textFor(fact, snapshot, { lang: 'zh', form: 'mail' })).toBeUndefined()
  })

  it.each(languages)('fills in every value, and keeps a text message short (%s)', (lang) => {
    const wrong = emitted.flatMap(({ fact, snapshot }) => {
      const sms = textFor(fact, snapshot, { lang, form: 'sms' }) ?? ''
      const mail = textFor(fact, snapshot, { lang, form: 'mail' }) ?? ''
      const incomplete = [sms, mail].some((text) =>
        /[{}[\]]|undefined|：[。，]|于前|: \.|before \.|NaN/.test(text),
      )
      return incomplete || sms.length > longest[lang] ? [sms, mail] : []
    })
    expect(wrong).toEqual([])
  })

  const order = emitted.find(({ fact }) => fact.type === 'order.created')
  if (order === undefined) throw new Error('no order')
  const { fact, snapshot } = order

  it('names the exam, the amount and the deadline', () => {
    expect(textFor(fact, snapshot, { lang: 'zh', form: 'sms' })).toMatch(
      /^您报考的.+订单已生成，金额¥\d+\.00，请于\d+月\d+日\d\d:\d\d前网上缴费，逾期视为放弃。$/,
    )
  })

  it('names the exam that it is given, and none if its name makes the message too long', () => {
    const exam = (zh: string) => ({ name: { zh, en: zh } }) as never
    expect(textFor(fact, snapshot, { lang: 'zh', form: 'sms', exam: exam('甲考试') })).toContain('甲考试')
    const long = textFor(fact, snapshot, { lang: 'zh', form: 'sms', exam: exam('甲'.repeat(60)) })
    expect(long).toContain('本次考试')
    expect(textFor(fact, snapshot, { lang: 'zh', form: 'mail', exam: exam('甲'.repeat(60)) })).toContain(
      '甲甲甲',
    )
  })

  it('throws for a language or a form that does not exist', () => {
    expect(() => textFor(fact, snapshot, { lang: 'fr', form: 'sms' } as never)).toThrow('in the language fr')
    expect(() => textFor(fact, snapshot, {} as never)).toThrow('There is no text')
  })

  it('uses the texts of a portal instead', () => {
    const text = { zh: '请付{amountFen}。', en: 'Please pay {amountFen}.' }
    const texts = { 'order.created': { sms: text, mail: text } }
    expect(textFor(fact, snapshot, { lang: 'en', form: 'sms', texts })).toMatch(/^Please pay ¥\d+\.00\.$/)
    expect(textFor(fact, snapshot, { lang: 'zh', form: 'mail', texts })).toMatch(/^请付¥/)
  })
})
