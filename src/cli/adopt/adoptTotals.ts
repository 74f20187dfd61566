import { type AdoptedMoney, moneyOfLine, moneyOfSnapshot } from '../../adoption/adoptedMoney'
import type { Snapshot } from '../../engine/snapshot'
import { eventTypes } from '../../events'
import { stateLine } from '../../persistence/derived'
import type { AdoptSettings } from './adoptOptions'
import type { PlannedLine } from './adoptPlans'

const noMoney = (): AdoptedMoney => ({ receivedFen: 0, dueFen: 0, settledFen: 0 })

const addMoney = (sum: AdoptedMoney, { receivedFen, dueFen, settledFen }: AdoptedMoney): AdoptedMoney => ({
  receivedFen: sum.receivedFen + receivedFen,
  dueFen: sum.dueFen + dueFen,
  settledFen: sum.settledFen + settledFen,
})

/** The counts and sums of the list beside those of the result. */
export class AdoptTotals {
  lines = 0
  agree = 0
  stored = 0
  repeated = 0
  /** The lines that cannot be adopted. */
  readonly failed = new Set<number>()
  readonly list = { money: noMoney(), marks: 0 }
  readonly result = { money: noMoney(), marks: 0 }
  /** By the state in the list: how many lines say it, and which states they have in the result. */
  readonly states = new Map<string, { list: number; result: Map<string, number> }>()
  readonly filled = new Map<string, number>()
  otherOrders = 0

  constructor(private readonly expected: AdoptSettings['expected']) {}

  /** Counts a line of the list. */
  line({ line }: Pick<PlannedLine, 'line'>): void {
    const state = this.states.get(line.state) ?? { list: 0, result: new Map<string, number>() }
    state.list += 1
    this.states.set(line.state, state)
    this.list.money = addMoney(this.list.money, moneyOfLine(line))
    this.list.marks += Object.keys(line.marks ?? {}).length
    const own = `${line.registrationId}-`
    this.otherOrders += (line.payments ?? []).filter(
      ({ orderNo }) => orderNo !== undefined && !orderNo.startsWith(own),
    ).length
  }

  /** Counts a registration that agrees with its line. */
  agrees({ line }: Pick<PlannedLine, 'line'>, snapshot: Snapshot, filled: readonly string[]): void {
    this.count(line, snapshot, filled, 1)
  }

  /** Counts a line that cannot be adopted; one whose plan agreed no longer agrees. */
  fails({ number, line, plan }: Pick<PlannedLine, 'number' | 'line' | 'plan'>): void {
    if (plan !== undefined && !this.failed.has(number)) this.count(line, plan.snapshot, plan.filled, -1)
    this.failed.add(number)
  }

  private count(line: PlannedLine['line'], snapshot: Snapshot, filled: readonly string[], n: 1 | -1): void {
    this.agree += n
    const { receivedFen, dueFen, settledFen } = moneyOfSnapshot(snapshot)
    this.result.money = addMoney(this.result.money, {
      receivedFen: n * receivedFen,
      dueFen: n * dueFen,
      settledFen: n * settledFen,
    })
    const { revoked, marks } = snapshot.context
    this.result.marks += n * Object.keys(revoked?.marks ?? marks ?? {}).length
    const counts = this.states.get(line.state)?.result ?? new Map<string, number>()
    const add = (to: Map<string, number>, name: string) => {
      const sum = (to.get(name) ?? 0) + n
      if (sum === 0) to.delete(name)
      else to.set(name, sum)
    }
    add(counts, stateLine(snapshot))
    for (const one of filled) add(this.filled, one)
  }

  /** The control totals that the list does not have: what is expected, and what there is. */
  get unexpected(): { name: 'count' | 'paidFen'; expected: number; actual: number }[] {
    const actual = { count: this.lines, paidFen: this.list.money.receivedFen }
    return (['count', 'paidFen'] as const).flatMap((name) => {
      const expected = this.expected[name]
      return expected === undefined || expected === actual[name]
        ? []
        : [{ name, expected, actual: actual[name] }]
    })
  }

  /** Whether everything agrees, so that the registrations may be stored. */
  get allAgree(): boolean {
    const { list, result } = this
    return (
      this.failed.size === 0 &&
      this.agree === this.lines &&
      list.marks === result.marks &&
      JSON.stringify(list.money) === JSON.stringify(result.money) &&
      this.unexpected.length === 0
    )
  }

  get json(): object {
    return {
      lines: this.lines,
      agree: this.agree,
      cannotBeAdopted: this.failed.size,
      stored: this.stored,
      repeated: this.repeated,
      states: [...this.states].map(([state, { list, result }]) => ({
        state,
        list,
        result: Object.fromEntries(result),
      })),
      money: { list: this.list.money, result: this.result.money },
      marks: { list: this.list.marks, result: this.result.marks },
      filled: Object.fromEntries(this.filled),
      otherOrders: this.otherOrders,
      unexpected: this.unexpected,
    }
  }

  /** What was filled in: instants, by event type, and other fields. */
  get filledIn(): { instants: [string, number][]; values: [string, number][] } {
    const isInstant = ([name]: [string, number]) =>
      name === 'openedAt' || (eventTypes as readonly string[]).includes(name)
    const all = [...this.filled]
    return { instants: all.filter(isInstant), values: all.filter((one) => !isInstant(one)) }
  }
}
