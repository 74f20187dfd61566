import type { Fact } from '../../facts'
import { codeLabel, punctuation, yuan } from '../../labels'
import type { SendItem, StoredDecision } from '../../postgres'
import { titles } from '../../titles'
import { citationText, idText, issueLine, parenthesized, type Style } from '../output'
import { phrases } from '../phrases'
import type { LineIssue } from './listFormat'

/** An item to send, with the number of its line. */
export type LineItem = SendItem & { line: number }

/** Prints and counts the results of the lines. */
export class ImportReport {
  bad = 0
  unknown = 0
  accepted = 0
  /** Lines with the same event as a line of an earlier run, or as an earlier line of the same file. */
  doneBefore = 0
  refused = 0
  private readonly facts = new Map<Fact['type'], number>()

  /** Whether there is a result for any line. */
  get begun(): boolean {
    return this.accepted + this.refused + this.unknown + this.doneBefore > 0
  }

  constructor(
    private readonly options: { dryRun?: boolean; json?: boolean },
    private readonly style: Style,
    private readonly print: (line: string) => void,
  ) {}

  lineIssue({ line, column, message }: LineIssue): void {
    this.write({ line, column, message }, `${this.location(line, column)}${message[this.style.lang]}`)
  }

  decision({ line, id }: LineItem, decision: StoredDecision): void {
    const { repeated } = decision
    if (decision.accepted) {
      if (repeated) this.doneBefore += 1
      else this.accepted += 1
      for (const fact of decision.facts) {
        if (!repeated) this.facts.set(fact.type, (this.facts.get(fact.type) ?? 0) + 1)
        if (fact.type === 'refund.due') this.refund({ line, id }, fact, repeated)
      }
      return
    }
    this.refused += 1
    const { rule, message, issues = [] } = decision.refusal
    const { lang, registrations } = this.style
    const { rules } = registrations
    const cites = parenthesized(citationText(rules[rule].cites, lang), lang)
    const refusal = `${id} ${phrases.refused[lang]}${punctuation.colon[lang]}${rules[rule].title[lang]}${idText(rule, this.style)}${cites} ${message[lang]}`
    this.write(
      { line, registrationId: id, rule, message, ...(issues.length > 0 && { issues }) },
      [`${this.location(line)}${refusal}`, ...issues.map((issue) => issueLine(issue, lang))].join('\n'),
    )
  }

  /**
   * Prints each refund with its line. Also prints repeated refunds: the earlier run may have stopped before it printed
   * them, and the refund may still be unpaid.
   */
  private refund(
    { line, id }: Pick<LineItem, 'line' | 'id'>,
    { amountFen, reason }: Fact<'refund.due'>,
    repeated: boolean,
  ): void {
    const { lang } = this.style
    const before = repeated ? ` · ${phrases.doneBefore[lang]}` : ''
    this.write(
      {
        line,
        registrationId: id,
        fact: 'refund.due',
        amountFen,
        reason,
        ...(repeated && { doneBefore: true }),
      },
      `${this.location(line)}${id} ${phrases[repeated ? 'refundWasDue' : 'refundDue'][lang]} ${yuan(amountFen)}${parenthesized(codeLabel('reason', reason, { lang }), lang)}${before}`,
    )
  }

  summary(): void {
    const { bad, unknown, accepted, refused, doneBefore, facts, style } = this
    const { lang } = style
    const { dryRun = false } = this.options
    const counts = [
      `${accepted} ${phrases.acceptedLines[lang]}`,
      `${refused} ${phrases.refusedLines[lang]}`,
      `${bad} ${phrases.badLines[lang]}`,
      `${unknown} ${phrases.unknownRegistration[lang]}`,
      ...(doneBefore > 0 ? [`${doneBefore} ${phrases.linesDoneBefore[lang]}`] : []),
    ]
    const factLines = [...facts].map(
      ([type, count]) => `  ${count} ${titles.facts[type][lang]}${idText(type, style)}`,
    )
    this.write(
      { dryRun, bad, unknown, accepted, refused, doneBefore, facts: Object.fromEntries(facts) },
      [`${dryRun ? phrases.dryRun[lang] : ''}${counts.join(' · ')}`, ...factLines].join('\n'),
    )
  }

  private write(data: Record<string, unknown>, text: string): void {
    this.print(this.options.json ? JSON.stringify(data) : text)
  }

  private location(line: number, column?: string): string {
    const zh = `第 ${line} 行${column === undefined ? '' : `“${column}”列`}`
    const en = `line ${line}${column === undefined ? '' : `, column ${column}`}`
    const { lang } = this.style
    return `${{ zh, en }[lang]}${punctuation.colon[lang]}`
  }
}
