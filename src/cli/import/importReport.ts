import type { Fact } from '../../facts'
import type { SendItem, StoredDecision } from '../../postgres'
import { rules } from '../../rules'
import { titles } from '../../titles'
import { bracketed, issueLine, punctuation, type Style, sections } from '../output'
import { phrases } from '../phrases'
import type { Mistake } from './lists'

/** An event that remembers the line from which it was read. */
export type LineItem = SendItem & { line: number }

/** Tells what happens, line by line, and counts it. */
export class Report {
  bad = 0
  unknown = 0
  accepted = 0
  /** Lines that an earlier run had done, or one further up that says the same. */
  doneBefore = 0
  refused = 0
  private readonly facts = new Map<Fact['type'], number>()

  /** Whether anything was answered yet. */
  get begun(): boolean {
    return this.accepted + this.refused + this.unknown + this.doneBefore > 0
  }

  constructor(
    private readonly options: { dryRun?: boolean; json?: boolean },
    private readonly style: Style,
    private readonly print: (line: string) => void,
  ) {}

  mistake({ line, column, message }: Mistake): void {
    this.say({ line, column, message }, `${this.place(line, column)}${message[this.style.lang]}`)
  }

  /** @param again whether an earlier run had done the line, or one further up that says the same */
  answer({ line, id }: LineItem, answer: StoredDecision, again: boolean): void {
    if (answer.accepted) {
      if (again) this.doneBefore += 1
      else this.accepted += 1
      for (const fact of answer.facts) {
        if (!again) this.facts.set(fact.type, (this.facts.get(fact.type) ?? 0) + 1)
        if (fact.type === 'refund.due') this.owed({ line, id }, fact, again)
      }
      return
    }
    this.refused += 1
    const { rule, message, issues = [] } = answer.refusal
    const { lang } = this.style
    const cites = bracketed(sections(rules[rule].cites, lang), lang)
    const why = `${id} ${phrases.refused[lang]} ${rule}${cites}${punctuation.colon[lang]}${message[lang]}`
    this.say(
      { line, registrationId: id, rule, message, ...(issues.length > 0 && { issues }) },
      [`${this.place(line)}${why}`, ...issues.map((issue) => issueLine(issue, lang))].join('\n'),
    )
  }

  /**
   * Money that goes back is somebody's: it is told by its line, not only counted. A run that goes on cannot know what the
   * one before had told, nor whether the money has gone back since.
   */
  private owed(
    { line, id }: Pick<LineItem, 'line' | 'id'>,
    { amountFen, reason }: Fact<'refund.due'>,
    again: boolean,
  ): void {
    const { lang } = this.style
    const yuan = { zh: `${amountFen / 100} 元`, en: `${amountFen / 100} yuan` }[lang]
    const before = again ? ` · ${phrases.doneBefore[lang]}` : ''
    this.say(
      { line, registrationId: id, fact: 'refund.due', amountFen, reason, ...(again && { doneBefore: true }) },
      `${this.place(line)}${id} ${phrases[again ? 'wasOwedBack' : 'owedBack'][lang]} ${yuan}${bracketed(reason, lang)}${before}`,
    )
  }

  summary(): void {
    const { bad, unknown, accepted, refused, doneBefore, facts, style } = this
    const { lang, colors } = style
    const { dryRun = false } = this.options
    const counts = [
      `${accepted} ${phrases.acceptedLines[lang]}`,
      `${refused} ${phrases.refusedLines[lang]}`,
      `${bad} ${phrases.badLines[lang]}`,
      `${unknown} ${phrases.ofNobody[lang]}`,
      ...(doneBefore > 0 ? [`${doneBefore} ${phrases.doneLines[lang]}`] : []),
    ]
    const told = [...facts].map(
      ([type, count]) => `  ${count} ${titles.fact(type)[lang]} ${colors.dim(type)}`,
    )
    this.say(
      { dryRun, bad, unknown, accepted, refused, doneBefore, facts: Object.fromEntries(facts) },
      [`${dryRun ? phrases.dryRun[lang] : ''}${counts.join(' · ')}`, ...told].join('\n'),
    )
  }

  private say(data: Record<string, unknown>, text: string): void {
    this.print(this.options.json ? JSON.stringify(data) : text)
  }

  private place(line: number, column?: string): string {
    const zh = `第 ${line} 行${column === undefined ? '' : `“${column}”列`}`
    const en = `line ${line}${column === undefined ? '' : `, column ${column}`}`
    const { lang } = this.style
    return `${{ zh, en }[lang]}${punctuation.colon[lang]}`
  }
}
