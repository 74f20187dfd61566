import { type AdoptedLine, type AdoptedPayment, adoptedLineShape } from '../../adoption/adoptedLine'
import { eventTypes } from '../../events'
import { codeTitle } from '../../labels'
import type { LocalizedText } from '../../language'
import { omitUndefined } from '../../schema/primitives'
import type { LineParser } from '../import/listFormat'
import { parseMark } from '../import/marksList'
import { parseAmount, parseLocalInstant } from '../import/paymentsList'
import { printable } from '../import/printable'
import { type AdoptField, instantField, markField } from './adoptColumns'
import type { AdoptSettings } from './adoptOptions'

/** Reads the cells of a line of CSV as the fields of a line. What the fields may be is checked afterwards, as for JSON. */

const normalized = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Titles of values that no other catalogue has. */
const ownTitles: Readonly<Record<string, Readonly<Record<string, LocalizedText>>>> = {
  education: { pending: { zh: '核查中', en: 'pending' }, none: { zh: '无学历', en: 'no degree' } },
  finding: { misconduct: { zh: '违纪违规', en: 'misconduct' } },
  refund: { due: { zh: '待退款', en: 'owed' }, settled: { zh: '已退款', en: 'paid back' } },
}

/** Fields that hold codes of another field. */
const titledAs: Readonly<Record<string, string>> = { review: 'subjects', credits: 'subjects' }

/** Further words for yes and no. */
const flags = new Map([
  ...['yes', 'true', '1', 'y', '是', '有'].map((text) => [text, true] as const),
  ...['no', 'false', '0', 'n', '否', '无'].map((text) => [text, false] as const),
])

const separators = /[;；、,，]/

class Cells {
  constructor(
    readonly parser: LineParser,
    private readonly settings: AdoptSettings,
  ) {}

  text(field: AdoptField): string | undefined {
    return this.parser.text(field) || undefined
  }

  /** The parts of a cell that holds several values. Empty parts stay, because lists of one line belong together. */
  parts(field: AdoptField): string[] {
    const text = this.text(field)
    return text === undefined ? [] : text.split(/[;；]/).map((part) => part.trim())
  }

  private wrong(field: string, zh: string, en: string): void {
    this.parser.addIssue(this.parser.cells.get(field)?.column, zh, en)
  }

  private titleOf(field: string, code: string): LocalizedText | undefined {
    return ownTitles[field]?.[code] ?? codeTitle(titledAs[field] ?? field, code, this.settings.exam)
  }

  /** A code with its title: `440100 广州市`. */
  private titled(field: string, code: string): string {
    const title = this.titleOf(field, code)?.zh
    return title === undefined ? code : `${code} ${title}`
  }

  /** A code, given as it is or as its title. */
  code(field: AdoptField, codes: readonly string[], text = this.text(field)): string | undefined {
    if (text === undefined) return undefined
    const found = codes.filter((code) => {
      const title = this.titleOf(field, code)
      return [code, title?.zh, title?.en].some(
        (name) => name !== undefined && normalized(name) === normalized(text),
      )
    })
    if (found.length === 1) return found[0]
    const known = codes
      .slice(0, 12)
      .map((code) => this.titled(field, code))
      .join(', ')
    this.wrong(
      field,
      `“${printable(text)}”不是以下之一：${known}`,
      `"${printable(text)}" is none of ${known}`,
    )
    return undefined
  }

  codes(field: AdoptField, known: readonly string[]): string[] | undefined {
    const text = this.text(field)
    const parts = text?.split(separators).map((part) => part.trim())
    return parts?.filter(Boolean).flatMap((part) => this.code(field, known, part) ?? [])
  }

  flag(field: AdoptField): boolean | undefined {
    const text = this.text(field)
    const value = text === undefined ? undefined : flags.get(normalized(text))
    if (text !== undefined && value === undefined)
      this.wrong(field, `“${printable(text)}”须为是或否`, `"${printable(text)}" must be yes or no`)
    return value
  }

  instant(field: string, text = this.parser.text(field)): string | undefined {
    if (text === '') return undefined
    const at = parseLocalInstant(text)
    if (at === undefined)
      this.wrong(
        field,
        `“${printable(text)}”不是时刻，例如 2024-04-08 10:00:00`,
        `"${printable(text)}" is not an instant such as 2024-04-08 10:00:00`,
      )
    return at
  }

  payments(): AdoptedPayment[] | undefined {
    const inFen = this.text('amountFen') !== undefined
    const amounts = this.parts(inFen ? 'amountFen' : 'amount')
    const ids = this.parts('transactionId')
    const [orders, paid, refunds, refunded] = (['orderNo', 'paidAt', 'refund', 'refundedAt'] as const).map(
      (field) => this.parts(field),
    )
    if (ids.length === 0 && amounts.length === 0) return undefined
    if (ids.length !== amounts.length) {
      this.wrong(
        'transactionId',
        '交易流水号与金额的个数不同',
        'must have as many numbers as there are amounts',
      )
      return undefined
    }
    return ids.map((transactionId, i) => {
      const amountFen = parseAmount(amounts[i] ?? '', inFen)
      if (Number.isNaN(amountFen))
        this.wrong(
          inFen ? 'amountFen' : 'amount',
          `“${printable(amounts[i] ?? '')}”不是金额`,
          `"${printable(amounts[i] ?? '')}" is not an amount`,
        )
      const refund = refunds?.[i] ? this.code('refund', ['due', 'settled'], refunds[i]) : undefined
      return omitUndefined({
        transactionId,
        amountFen,
        orderNo: orders?.[i] || (orders?.length === 1 ? orders[0] : undefined),
        paidAt: this.instant('paidAt', paid?.[i] ?? ''),
        refund: refund as AdoptedPayment['refund'],
        refundedAt: this.instant('refundedAt', refunded?.[i] ?? ''),
      }) as AdoptedPayment
    })
  }

  /** `general:2023`, and the level if the credit is of one. */
  credits(): object[] | undefined {
    const { exam } = this.settings
    return this.text('credits')
      ?.split(separators)
      .filter((part) => part.trim() !== '')
      .flatMap((part) => {
        const [subject = '', year = '', level] = part.trim().split(/[:：]/)
        const code = this.code(
          'credits',
          exam.subjects.map((one) => one.code),
          subject,
        )
        if (!/^\d{4}$/.test(year)) this.wrong('credits', '须为 科目:年度', 'must be SUBJECT:YEAR')
        return code === undefined ? [] : [omitUndefined({ subject: code, year: Number(year), level })]
      })
  }

  /** `serious:2023-05-01`, and the day until which it runs. */
  integrity(): object[] | undefined {
    return this.text('integrity')
      ?.split(separators)
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const [kind, from, until] = part.trim().split(/[:：]/)
        return omitUndefined({ kind, from, until })
      })
  }
}

/** Omits an object without fields. */
const orNothing = <T extends object>(object: T): T | undefined =>
  Object.values(object).some((value) => value !== undefined) ? omitUndefined(object) : undefined

/** The options of a field of the schema. */
const optionsOf = (field: 'origin' | 'education' | 'route' | 'evidence' | 'endedBy' | 'finding'): string[] =>
  (adoptedLineShape().shape[field].unwrap() as unknown as { options: string[] }).options

/** Reads a line of CSV. Adds its issues to the parser. */
export function adoptedFromCells(parser: LineParser, settings: AdoptSettings): AdoptedLine {
  const { exam, notice } = settings
  const cells = new Cells(parser, settings)
  const subjects = exam.subjects.map(({ code }) => code)
  const marks = exam.subjects.map(
    ({ code, fullMark }) => [code, parseMark(markField(code), fullMark, parser)] as const,
  )
  const instants = eventTypes.map((type) => [type, cells.instant(instantField(type))] as const)
  return omitUndefined({
    registrationId: parser.requiredText('registrationId'),
    candidateId: parser.requiredText('candidateId'),
    state: parser.requiredText('state'),
    kind: cells.code(
      'kind',
      (exam.kinds ?? []).map(({ code }) => code),
    ),
    level: cells.code(
      'level',
      exam.levels.map(({ code }) => code),
    ),
    specialty: cells.code('specialty', [
      ...new Set(exam.levels.flatMap(({ specialties }) => specialties ?? exam.specialties ?? [])),
    ]),
    subjects: cells.codes('subjects', subjects),
    place: cells.code('place', notice.places),
    origin: cells.code('origin', optionsOf('origin')),
    higher: cells.flag('higher'),
    education: cells.code('education', optionsOf('education')),
    route: cells.code('route', optionsOf('route')),
    evidence: cells.code('evidence', optionsOf('evidence')),
    history: orNothing({
      commitmentForfeited: cells.flag('commitmentForfeited'),
      credits: cells.credits(),
      integrity: cells.integrity(),
    }),
    payments: cells.payments(),
    marks: orNothing(Object.fromEntries(marks)),
    review: cells.codes('review', subjects),
    endedBy: cells.code('endedBy', optionsOf('endedBy')),
    finding: cells.code('finding', optionsOf('finding')),
    spotCheck: cells.instant('spotCheck'),
    mail: cells.flag('mail'),
    certificateNo: cells.text('certificateNo'),
    reason: cells.text('reason'),
    openedAt: cells.instant('openedAt'),
    instants: orNothing(Object.fromEntries(instants)),
  }) as AdoptedLine
}
