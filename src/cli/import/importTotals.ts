import type { Fact } from '../../facts'
import { punctuation } from '../../labels'
import type { StatePath } from '../../machine/states'
import type { ChangedRegistration, StoredDecision } from '../../postgres'
import type { RuleId } from '../../rules'
import { titles } from '../../titles'
import { idText, type Style } from '../output'
import { phrases } from '../phrases'
import type { LineItem } from './listItems'

const add = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** `3–5, 8` for the numbers 3, 4, 5 and 8, with `, ` as the comma. */
function rangesOf(numbers: readonly number[], comma: string): string {
  const ranges: [first: number, last: number][] = []
  for (const number of numbers) {
    const range = ranges.at(-1)
    if (range?.[1] === number - 1) range[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(comma)
}

/** Counts the results of the lines. */
export class ImportTotals {
  /** The numbers of the lines with issues. */
  bad: readonly number[] = []
  /** Whether the lines with issues are left out and the others sent. */
  skipsBad = false
  unknown = 0
  accepted = 0
  refused = 0
  /** Lines with the same event as a line of an earlier run. */
  doneBefore = 0
  /** Lines of corrections that would change no mark. */
  unchanged = 0
  /** Lines that repeat another line of the file. */
  same = 0
  /** Lines that were published by an earlier run, and whose marks were withdrawn since. */
  withdrawn = 0
  private readonly facts = new Map<Fact['type'], number>()
  private readonly refusals = new Map<RuleId, number>()
  private readonly moves = new Map<string, number>()
  private readonly otherMoves = new Map<string, number>()

  /** Whether there is a result for any line. */
  get hasResults(): boolean {
    const { accepted, refused, unknown, doneBefore, unchanged, withdrawn } = this
    return accepted + refused + unknown + doneBefore + unchanged + withdrawn > 0
  }

  /** Whether any line was not accepted. */
  get failed(): boolean {
    return this.bad.length + this.unknown + this.refused + this.withdrawn > 0
  }

  /** Lines that are not sent. */
  get notSent(): number {
    return this.bad.length + this.unknown + this.unchanged + this.same
  }

  decision(
    { id }: LineItem,
    decision: StoredDecision,
    changes: readonly ChangedRegistration[],
    withdrawn: boolean,
  ): void {
    if (withdrawn) this.withdrawn += 1
    else if (!decision.accepted) {
      this.refused += 1
      add(this.refusals, decision.refusal.rule)
    } else if (decision.repeated) this.doneBefore += 1
    else this.accepted += 1
    for (const { registrationId, from, to, facts } of changes) {
      for (const { type } of facts) add(this.facts, type)
      // A refused event may have fired deadlines that were due.
      if (!decision.accepted && from === to) continue
      add(registrationId === id ? this.moves : this.otherMoves, JSON.stringify([from, to]))
    }
  }

  get json(): object {
    const movesOf = (moves: ReadonlyMap<string, number>) =>
      [...moves].map(([move, count]) => {
        const [from, to] = JSON.parse(move) as [string, string]
        return { from, to, count }
      })
    return {
      bad: this.bad.length,
      ...(this.skipsBad && this.bad.length > 0 && { leftOut: this.bad }),
      unknown: this.unknown,
      accepted: this.accepted,
      refused: this.refused,
      doneBefore: this.doneBefore,
      unchanged: this.unchanged,
      same: this.same,
      withdrawn: this.withdrawn,
      facts: Object.fromEntries(this.facts),
      refusals: Object.fromEntries(this.refusals),
      moves: movesOf(this.moves),
      others: movesOf(this.otherMoves),
    }
  }

  text(style: Style, dryRun: boolean): string {
    const { lang } = style
    const counts = [
      `${this.accepted} ${phrases.acceptedLines[lang]}`,
      `${this.refused} ${phrases.refusedLines[lang]}`,
      `${this.bad.length} ${phrases.badLines[lang]}`,
      `${this.unknown} ${phrases.unknownRegistration[lang]}`,
      ...(
        [
          ['doneBefore', 'linesDoneBefore'],
          ['unchanged', 'unchangedLines'],
          ['same', 'sameLines'],
          ['withdrawn', 'withdrawnLines'],
        ] as const
      ).flatMap(([count, phrase]) => (this[count] > 0 ? [`${this[count]} ${phrases[phrase][lang]}`] : [])),
    ]
    const section = (heading: 'stateChanges' | 'otherRegistrations' | 'refusals', lines: string[]) =>
      lines.length === 0 ? [] : [phrases[heading][lang], ...lines.map((line) => `  ${line}`)]
    const moves = (of: ReadonlyMap<string, number>) =>
      [...of].map(([move, count]) => {
        const [from, to] = JSON.parse(move) as [string, string]
        return `${count} ${this.moveText(from, to, style)}`
      })
    return [
      `${dryRun ? phrases.dryRun[lang] : ''}${counts.join(' · ')}`,
      ...(this.skipsBad && this.bad.length > 0
        ? [`${phrases.leftOut[lang]}${rangesOf(this.bad, punctuation.comma[lang])}`]
        : []),
      ...[...this.facts].map(
        ([type, count]) => `  ${count} ${titles.facts[type][lang]}${idText(type, style)}`,
      ),
      ...section('stateChanges', moves(this.moves)),
      ...section('otherRegistrations', moves(this.otherMoves)),
      ...section(
        'refusals',
        [...this.refusals].map(
          ([rule, count]) => `${count} ${style.registrations.rules[rule].title[lang]}${idText(rule, style)}`,
        ),
      ),
    ].join('\n')
  }

  /** `Marks awaited → Review possible`; only one of them if the state stays. */
  moveText(from: string, to: string, style: Style): string {
    const { lang } = style
    const title = (state: string) =>
      state
        .split(' ')
        .map((path) => `${titles.states[path as StatePath][lang]}${idText(path, style)}`)
        .join(punctuation.comma[lang])
    return from === to ? title(from) : `${title(from)} → ${title(to)}`
  }
}
