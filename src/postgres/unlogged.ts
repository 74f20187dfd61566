import { unloggedRules } from '../persistence/refusals'
import type { Database, Statement } from './database'

/** Counts the refusals that are not logged: of strangers, and of events that cannot be read. */

/** The instant at which the hour began, in any time zone of the session. */
const hourNow = `to_timestamp(floor(extract(epoch from clock_timestamp()) / 3600) * 3600)`

const addCounts: Statement = {
  name: 'baokao_unlogged',
  text: `
insert into baokao.unlogged (hour, rule, count)
select ${hourNow}, c.rule, c.count::bigint from unnest($1::text[], $2::text[]) as c(rule, count) order by c.rule
on conflict (hour, rule) do update set count = unlogged.count + excluded.count`,
}

/**
 * The counts of a store, which are written beside its calls: at most one statement is under way, however many events come.
 * Those that are not written yet are lost if the process ends.
 */
export class UnloggedRefusals {
  private counts = new Map<string, number>()
  private writing: Promise<void> | undefined

  constructor(private readonly database: Database) {}

  /** Counts a decision if it is such a refusal. */
  count(decision: { accepted: true } | { accepted: false; refusal: { rule: string } }): void {
    if (decision.accepted) return
    const { rule } = decision.refusal
    if (rule !== 'registration.unknown' && !unloggedRules.has(rule)) return
    this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1)
    void this.written()
  }

  /** Resolves when all counts are written that can be. */
  written(): Promise<void> {
    this.writing ??= this.write().finally(() => {
      this.writing = undefined
    })
    return this.writing
  }

  private async write(): Promise<void> {
    while (this.counts.size > 0) {
      const counts = this.counts
      this.counts = new Map()
      try {
        await this.database.run(addCounts, [[...counts.keys()], [...counts.values()].map(String)])
      } catch {
        // They are written with the next ones.
        for (const [rule, count] of counts) this.counts.set(rule, (this.counts.get(rule) ?? 0) + count)
        return
      }
    }
  }
}
