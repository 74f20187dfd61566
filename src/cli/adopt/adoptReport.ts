import stringWidth from 'string-width'
import type { AdoptionProblem } from '../../adoption/adoptionProblem'
import type { AdoptionPlan } from '../../adoption/planAdoption'
import { fieldLabel, punctuation } from '../../labels'
import type { StatePath } from '../../machine/states'
import { stateLine } from '../../persistence/derived'
import { titles } from '../../titles'
import type { LineIssue } from '../import/listFormat'
import { printable, printableJson } from '../import/printable'
import { citationText, idText, pad, parenthesized, type Style } from '../output'
import { phrases } from '../phrases'
import type { PlannedLine } from './adoptPlans'
import type { AdoptTotals } from './adoptTotals'

/** How many problems are printed. */
const mostProblems = 200

/** How many possible events a problem names. */
const mostPossible = 5

/** Prints the lines that cannot be adopted, and the totals. As JSON, it prints every line. */
export class AdoptReport {
  private problems = 0

  constructor(
    readonly totals: AdoptTotals,
    private readonly options: { dryRun?: boolean; json?: boolean; store?: string },
    private readonly style: Style,
    private readonly print: (line: string) => void,
  ) {}

  /** Prints a line that is wrong, alone or beside another. */
  badLine({ line, column, message }: LineIssue): void {
    this.totals.failed.add(line)
    const { lang } = this.style
    const where = column === undefined ? '' : `${printable(column)}${punctuation.colon[lang]}`
    this.problem({ line, column, message }, `${this.location(line)}${where}${message[lang]}`)
  }

  /** Prints why a line cannot be adopted. */
  notAdopted(planned: PlannedLine, problems: readonly AdoptionProblem[]): void {
    const { number, line } = planned
    this.totals.fails(planned)
    for (const problem of problems)
      this.problem(
        { line: number, registrationId: line.registrationId, state: line.state, ...problem },
        `${this.location(number)}${this.problemText(line.registrationId, problem)}`,
      )
  }

  /** Prints, as JSON, the events that lead to a line. They have no personal data. */
  planned({ number, line }: PlannedLine, { opening, events, snapshot, filled }: AdoptionPlan): void {
    if (!this.options.json) return
    const orders = (line.payments ?? []).flatMap(({ orderNo, transactionId }) =>
      orderNo === undefined ? [] : [{ transactionId, orderNo }],
    )
    this.print(
      printableJson({
        line: number,
        registrationId: line.registrationId,
        state: stateLine(snapshot),
        events: [{ type: 'open', at: opening.at }, ...events.map(({ type, at }) => ({ type, at }))],
        filled,
        ...(orders.length > 0 && { orders }),
      }),
    )
  }

  summary(): void {
    const { totals, style, options } = this
    const { lang } = style
    if (options.json) {
      this.print(
        printableJson({ dryRun: options.dryRun === true, allAgree: totals.allAgree, ...totals.json }),
      )
      return
    }
    if (this.problems > mostProblems)
      this.print(phrases.more[lang].replace('{count}', String(this.problems - mostProblems)))
    const counts = [
      `${totals.agree} ${phrases.agreeingLines[lang]}`,
      `${totals.failed.size} ${phrases.linesNotAdopted[lang]}`,
      ...(totals.stored > 0 ? [`${totals.stored} ${phrases.storedLines[lang]}`] : []),
      ...(totals.repeated > 0 ? [`${totals.repeated} ${phrases.storedBefore[lang]}`] : []),
    ]
    this.print(`${options.dryRun ? phrases.dryRun[lang] : ''}${counts.join(' · ')}`)
    for (const line of this.table()) this.print(line)
    for (const { name, expected } of totals.unexpected)
      this.print(
        name === 'count'
          ? `${phrases.expectedCount[lang]} ${expected}`
          : `${phrases.expectedPaid[lang]} ${(expected / 100).toFixed(2)}`,
      )
    this.filledText()
    if (totals.otherOrders > 0) this.print(`${totals.otherOrders} ${phrases.otherOrders[lang]}`)
    this.outcome()
  }

  private outcome(): void {
    const { lang } = this.style
    const { dryRun, store } = this.options
    const nothing = dryRun ? phrases.nothingWouldBeStored : phrases.nothingStored
    this.print((this.totals.allAgree ? phrases.allAgree : nothing)[lang])
    if (store === undefined) this.print(phrases.notInStore[lang])
  }

  /** The counts and sums of the list and of the result. */
  private table(): string[] {
    const { lang } = this.style
    const { list, result, states } = this.totals
    const money = (fen: number) => (fen / 100).toFixed(2)
    const rows: [string, string, string, string][] = [
      ['', phrases.inList[lang], phrases.inResult[lang], ''],
      ...[...states].map(([state, counts]): [string, string, string, string] => {
        const agreeing = [...counts.result.values()].reduce((sum, one) => sum + one, 0)
        const into = [...counts.result.keys()].filter((one) => this.stateText(one) !== this.listedText(state))
        return [
          this.listedText(state),
          String(counts.list),
          String(agreeing),
          into.map((one) => this.stateText(one)).join(' | '),
        ]
      }),
      [phrases.received[lang], money(list.money.receivedFen), money(result.money.receivedFen), ''],
      [phrases.owedBack[lang], money(list.money.dueFen), money(result.money.dueFen), ''],
      [phrases.paidBack[lang], money(list.money.settledFen), money(result.money.settledFen), ''],
      [phrases.marksCount[lang], String(list.marks), String(result.marks), ''],
    ]
    const width = Math.max(...rows.map(([name]) => stringWidth(name)))
    const numbers = Math.max(...rows.flatMap(([, one, other]) => [stringWidth(one), stringWidth(other)])) + 2
    const right = (text: string) => ' '.repeat(numbers - stringWidth(text)) + text
    return rows.map(([name, one, other, into]) => {
      const differs = one !== other && name !== '' ? ' ≠' : '  '
      return `  ${pad(name, width)}${right(one)}${right(other)}${differs}${into}`.trimEnd()
    })
  }

  private filledText(): void {
    const { lang } = this.style
    const { instants, values } = this.totals.filledIn
    const names = (all: [string, number][]) =>
      all
        .sort(([, one], [, other]) => other - one)
        .map(([name, count]) => `${this.columnText(name)} ${count}`)
        .join(punctuation.comma[lang])
    if (instants.length > 0)
      this.print(`${phrases.filledInstants[lang]}${punctuation.colon[lang]}${names(instants)}`)
    if (values.length > 0)
      this.print(`${phrases.filledValues[lang]}${punctuation.colon[lang]}${names(values)}`)
  }

  private problemText(id: string, { field, message, rule, cites, possible = [] }: AdoptionProblem): string {
    const { lang, registrations } = this.style
    const parts = [
      printable(id),
      field === undefined ? '' : ` ${this.columnText(field)}`,
      punctuation.colon[lang],
      message[lang],
    ]
    if (rule !== undefined) {
      const cited = cites === undefined ? '' : ` ${citationText(cites, lang)}`
      parts.push(
        parenthesized(`${registrations.rules[rule].title[lang]}${idText(rule, this.style)}${cited}`, lang),
      )
    } else if (cites !== undefined) parts.push(parenthesized(citationText(cites, lang), lang))
    if (possible.length > 0) {
      const named = possible
        .slice(0, mostPossible)
        .map((type) => `${titles.events[type][lang]}${idText(type, this.style)}`)
      parts.push(
        `${{ zh: '；', en: '; ' }[lang]}${phrases.instead[lang]}${punctuation.colon[lang]}${named.join(punctuation.comma[lang])}`,
      )
    }
    return parts.join('')
  }

  /** The name of a column: of an event, of a field, or as it is. */
  private columnText(name: string): string {
    const { lang } = this.style
    if (Object.hasOwn(titles.events, name)) return titles.events[name as keyof typeof titles.events][lang]
    return own[name]?.[lang] ?? fieldLabel(printable(name), lang)
  }

  private stateText(line: string): string {
    return line
      .split(' ')
      .map((path) => `${titles.states[path as StatePath][this.style.lang]}${idText(path, this.style)}`)
      .join(punctuation.comma[this.style.lang])
  }

  /** The state of the list: its title if it is a path, otherwise as it is. */
  private listedText(state: string): string {
    const paths = state.split(/\s+/)
    return paths.every((path) => Object.hasOwn(titles.states, path))
      ? this.stateText(paths.join(' '))
      : printable(state)
  }

  private problem(data: object, text: string): void {
    this.problems += 1
    if (this.options.json) this.print(printableJson(data))
    else if (this.problems <= mostProblems) this.print(text)
  }

  private location(line: number): string {
    const { lang } = this.style
    return `${{ zh: `第 ${line} 行`, en: `line ${line}` }[lang]}${punctuation.colon[lang]}`
  }
}

/** Names of fields that events do not have. */
const own: Record<string, { zh: string; en: string }> = {
  state: { zh: '状态', en: 'state' },
  payments: { zh: '款项', en: 'payments' },
  openedAt: { zh: '报名时间', en: 'opened' },
  refundedAt: { zh: '退款时间', en: 'paid back at' },
  finding: { zh: '认定', en: 'finding' },
  review: { zh: '复查科目', en: 'review' },
  endedBy: { zh: '终结原因', en: 'reason of the end' },
  evidence: { zh: '学历证明', en: 'evidence of the degree' },
  mail: { zh: '邮寄', en: 'mail' },
  spotCheck: { zh: '核查期限', en: 'due date of the check' },
  education: { zh: '学历核查结果', en: 'check of the degree' },
}
