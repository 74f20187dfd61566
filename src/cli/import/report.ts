import type { Fact } from '../../facts'
import type { Answer, Item } from '../../postgres'
import { rules } from '../../rules'
import { phrases } from '../language'
import { type Style, sections } from '../output'
import type { Mistake } from './lists'

/** An event that remembers the line from which it was read. */
export type LineItem = Item & { line: number }

/** Tells what happens, line by line, and counts it. */
export class Report {
  bad = 0
  unknown = 0
  accepted = 0
  refused = 0
  private readonly facts = new Map<string, number>()

  /** Whether anything was answered yet. */
  get begun(): boolean {
    return this.accepted + this.refused + this.unknown > 0
  }

  constructor(
    private readonly options: { dryRun?: boolean; json?: boolean },
    private readonly style: Style,
    private readonly print: (line: string) => void,
  ) {}

  mistake({ line, column, message }: Mistake): void {
    this.print(
      this.options.json
        ? JSON.stringify({ line, column, message })
        : `${this.place(line, column)}: ${message[this.style.lang]}`,
    )
  }

  answer({ line, id }: LineItem, answer: Answer): void {
    if (answer.accepted) {
      this.accepted += 1
      for (const fact of answer.facts) {
        this.facts.set(fact.type, (this.facts.get(fact.type) ?? 0) + 1)
        if (fact.type === 'refund.due') this.owed({ line, id }, fact)
      }
      return
    }
    this.refused += 1
    const { rule, message, issues } = answer.refusal
    if (this.options.json) {
      this.print(JSON.stringify({ line, registrationId: id, rule, message, issues }))
      return
    }
    const { lang } = this.style
    const cites = sections(rules[rule].cites, lang)
    this.print(`${this.place(line)}: ${id} ${phrases.refused[lang]} ${rule} (${cites}): ${message[lang]}`)
    for (const issue of issues ?? []) this.print(`  ${issue.path}: ${issue[lang]}`)
  }

  /** Money that goes back is somebody's: it is told by its line, not only counted. */
  private owed({ line, id }: Pick<LineItem, 'line' | 'id'>, { amountFen, reason }: Fact<'refund.due'>): void {
    if (this.options.json) {
      this.print(JSON.stringify({ line, registrationId: id, fact: 'refund.due', amountFen, reason }))
      return
    }
    const { lang } = this.style
    const yuan = { zh: `${amountFen / 100} 元`, en: `${amountFen / 100} yuan` }[lang]
    this.print(`${this.place(line)}: ${id} ${phrases.owedBack[lang]} ${yuan} (${reason})`)
  }

  summary(): void {
    const { bad, unknown, accepted, refused, facts, options, style } = this
    const { lang } = style
    const { dryRun = false } = options
    if (options.json) {
      const totals = { dryRun, bad, unknown, accepted, refused, facts: Object.fromEntries(facts) }
      this.print(JSON.stringify(totals))
      return
    }
    const counts = [
      `${accepted} ${phrases.accepted[lang]}`,
      `${refused} ${phrases.refused[lang]}`,
      `${bad} ${phrases.badLines[lang]}`,
      `${unknown} ${phrases.ofNobody[lang]}`,
    ]
    this.print(`${dryRun ? `${phrases.dryRun[lang]} ` : ''}${counts.join(' · ')}`)
    for (const [type, count] of facts) this.print(`  ${type} ${count}`)
  }

  private place(line: number, column?: string): string {
    const zh = `第 ${line} 行${column === undefined ? '' : `“${column}”列`}`
    const en = `line ${line}${column === undefined ? '' : `, column ${column}`}`
    return { zh, en }[this.style.lang]
  }
}
