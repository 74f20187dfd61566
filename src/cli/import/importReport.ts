import type { Fact } from '../../facts'
import { codeLabel, punctuation, yuan } from '../../labels'
import type { ChangedRegistration, StoredDecision } from '../../postgres'
import { titles } from '../../titles'
import { citationText, idText, issueLine, parenthesized, type Style } from '../output'
import { phrases } from '../phrases'
import { ImportTotals } from './importTotals'
import type { LineIssue } from './listFormat'
import type { LineItem } from './listItems'
import { printable, printableJson } from './printable'

/** How many lines of each kind a dry run prints, and how many lines with issues any run prints. */
const most = { listed: 20, issues: 200 }

/**
 * Prints the results of the lines: in a real run refusals and refunds as they happen, in a dry run all results below the
 * totals, up to a limit. As JSON, both runs print a line for each result.
 */
export class ImportReport {
  readonly totals = new ImportTotals()
  private issues = 0
  /** What a dry run prints below the totals: the first texts of each kind, and the number of the others. */
  private readonly listed = { refused: new FirstTexts(), unknown: new FirstTexts(), moved: new FirstTexts() }

  constructor(
    private readonly options: { dryRun?: boolean; json?: boolean },
    private readonly style: Style,
    private readonly print: (line: string) => void,
  ) {}

  badLines(issues: readonly LineIssue[], bad: ReadonlySet<number>): void {
    this.totals.bad = [...bad].sort((one, other) => one - other)
    for (const { line, column, message } of issues) {
      this.issues += 1
      if (this.options.json || this.issues <= most.issues)
        this.write({ line, column, message }, `${this.location(line, column)}${message[this.style.lang]}`)
    }
    if (!this.options.json) this.printMore(this.issues - most.issues)
  }

  unknown(line: number, id: string, exam: string, year: number): void {
    this.totals.unknown += 1
    const message = {
      zh: `没有 ${exam} ${year} 年的报名 ${printable(id)}`,
      en: `no registration ${printable(id)} for ${exam} ${year}`,
    }
    this.list('unknown', { line, message }, `${this.location(line)}${message[this.style.lang]}`)
  }

  unchanged(line: number, id: string): void {
    this.totals.unchanged += 1
    this.list('none', { line, registrationId: id, unchanged: true })
  }

  decision(item: LineItem, decision: StoredDecision, changes: readonly ChangedRegistration[]): void {
    const { line, id } = item
    const withdrawn = decision.repeated && item.event.type === 'marks.publish' && !item.hadMarks
    this.totals.decision(item, decision, changes, withdrawn)
    const own = changes.find(({ registrationId }) => registrationId === id)
    const others = changes.filter((change) => change !== own)
    const data = {
      line,
      registrationId: id,
      accepted: decision.accepted,
      ...(decision.repeated && { doneBefore: true }),
      ...(withdrawn && { withdrawn }),
      ...(!decision.accepted && refusalData(decision.refusal)),
      ...(own && { from: own.from, to: own.to }),
      facts: decision.facts,
      ...(others.length > 0 && { others }),
    }
    const refunds = decision.facts.filter((fact) => fact.type === 'refund.due')
    const texts = [
      ...(decision.accepted ? [] : [this.refusalText(id, decision.refusal)]),
      ...(withdrawn ? [`${printable(id)} ${phrases.withdrawnSince[this.style.lang]}`] : []),
      ...refunds.map((fact) => this.refundText(id, fact, decision.repeated)),
    ].map((text) => `${this.location(line)}${text}`)
    const moves = changes.map((change) => `${this.location(line)}${this.changeText(change, change !== own)}`)
    if (!decision.accepted || withdrawn) this.list('refused', data, ...texts)
    else if (this.options.dryRun) this.list('moved', data, ...moves, ...texts)
    else this.list('none', data, ...texts)
  }

  /** @param blocked whether bad lines keep the whole list from being sent */
  summary(blocked = false): void {
    const { dryRun = false } = this.options
    const { totals, style } = this
    this.write({ dryRun, blocked, ...totals.json }, totals.text(style, dryRun))
    if (this.options.json) return
    for (const { texts, more } of Object.values(this.listed)) {
      for (const text of texts) this.print(text)
      this.printMore(more)
    }
  }

  private refusalText(id: string, { rule, message, issues = [] }: Refused): string {
    const { lang, registrations } = this.style
    const { title, cites } = registrations.rules[rule]
    const citation = parenthesized(citationText(cites, lang), lang)
    const text = `${printable(id)} ${phrases.refused[lang]}${punctuation.colon[lang]}${title[lang]}${idText(rule, this.style)}${citation} ${message[lang]}`
    return [text, ...issues.map((issue) => issueLine(issue, lang))].join('\n')
  }

  /**
   * The text of a refund. Repeated ones have one, too: the earlier run may have stopped before it printed them, and the
   * refund may still be unpaid.
   */
  private refundText(id: string, { amountFen, reason }: Fact<'refund.due'>, repeated: boolean): string {
    const { lang } = this.style
    const before = repeated ? ` · ${phrases.doneBefore[lang]}` : ''
    return `${printable(id)} ${phrases[repeated ? 'refundWasDue' : 'refundDue'][lang]} ${yuan(amountFen)}${parenthesized(codeLabel('reason', reason, { lang }), lang)}${before}`
  }

  private changeText({ registrationId, from, to, facts }: ChangedRegistration, other: boolean): string {
    const { lang } = this.style
    const whose = other ? parenthesized(phrases.otherRegistration[lang], lang) : ''
    const types = [...new Set(facts.map(({ type }) => type))]
    const emitted = types.map((type) => `${titles.facts[type][lang]}${idText(type, this.style)}`)
    const move = this.totals.moveText(from, to, this.style)
    return `${printable(registrationId)}${whose}${punctuation.colon[lang]}${[move, emitted.join(punctuation.comma[lang])].filter(Boolean).join(' · ')}`
  }

  /** Prints a result, or keeps its texts until the totals are printed. */
  private list(kind: keyof ImportReport['listed'] | 'none', data: object, ...texts: string[]): void {
    if (this.options.json) this.write(data, '')
    else if (!this.options.dryRun || kind === 'none') for (const text of texts) this.print(text)
    else this.listed[kind].add(...texts)
  }

  private printMore(count: number): void {
    if (count > 0) this.print(phrases.more[this.style.lang].replace('{count}', String(count)))
  }

  private write(data: object, text: string): void {
    this.print(this.options.json ? printableJson(data) : text)
  }

  private location(line: number, column?: string): string {
    const name = column === undefined ? undefined : printable(column)
    const zh = `第 ${line} 行${name === undefined ? '' : `“${name}”列`}`
    const en = `line ${line}${name === undefined ? '' : `, column ${name}`}`
    const { lang } = this.style
    return `${{ zh, en }[lang]}${punctuation.colon[lang]}`
  }
}

/** The first texts, and the number of those that came later. */
class FirstTexts {
  readonly texts: string[] = []
  more = 0

  add(...texts: string[]): void {
    for (const text of texts) {
      if (this.texts.length < most.listed) this.texts.push(text)
      else this.more += 1
    }
  }
}

type Refused = Extract<StoredDecision, { accepted: false }>['refusal']

const refusalData = ({ rule, message, issues = [] }: Refused) => ({
  rule,
  message,
  ...(issues.length > 0 && { issues }),
})
