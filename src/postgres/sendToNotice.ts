import { unreadableRules } from '../persistence/refusals'
import type { EventInput } from '../persistence/types'
import { assertPresent } from '../schema/primitives'
import { parseInstant } from '../time'
import { type BatchItem, ofStore } from './batch'
import { type BulkOptions, type BulkProgress, Sender } from './bulk'
import type { Database, Row, Statement } from './database'
import {
  checkAmendment,
  keepAmendment,
  logKeyOf,
  type NoticeWideEvent,
  type NumberedAmendment,
} from './noticeAmendments'
import { notify } from './notify'
import { currentTime, type Deciding } from './storeTime'

/** The options of an amendment. */
export type NoticeOptions = BulkOptions & {
  /** 1 to 200 characters. The amendment under a key is stored once; the same key with another event is an error. */
  key?: string
  /** Stops between batches. A later call of the same amendment continues. */
  signal?: AbortSignal
}

/** The progress of an amendment. It counts the amendments that were decided: a registration may have missed others. */
export type NoticeProgress = BulkProgress & {
  /** The number of the amendment, as in `amendments`; in a dry run the one that it would get. */
  amendment: number
  /** Whether `signal` stopped it, so that some registrations may not have the amendment yet. */
  stopped: boolean
}

/**
 * Each registration of a notice with each amendment that it has not got, at its opening or later. The keys are those of
 * its log, in order.
 */
const missing = `
from baokao.registration r, unnest($2::text[]) with ordinality as a(key, n)
where r.notice_id = $1 and a.n > r.amendments and not exists (
  select from baokao.log l where l.registration_id = r.id and l.key = a.key)
  and (r.archived = 0 or not exists (
    select from baokao.archived_key l where l.registration_id = r.id and l.key = a.key))`

const countMissing: Statement = {
  name: 'baokao_notice_count',
  text: `select count(*)::int as total ${missing}`,
}

/** A page in the order of ids. The first condition is for the index, which the second cannot use. */
const selectMissing: Statement = {
  name: 'baokao_notice',
  text: `select r.id, a.n ${missing} and r.id >= $3 and (r.id, a.n) > ($3, $4::int) order by r.id, a.n limit $5`,
}

/** Sends the amendments of a notice to its registrations. */
class Rollout {
  stopped = false
  /** The registrations whose snapshots cannot be read: nothing is stored of them. */
  private readonly unreadable = new Set<string>()
  private readonly keys: string[]
  private readonly sender: Sender

  /** @param meta of the event of this call, which is the last of the amendments */
  constructor(
    private readonly database: Database,
    deciding: Deciding,
    private readonly noticeId: string,
    private readonly amendments: readonly NumberedAmendment[],
    private readonly meta: object,
    private readonly options: NoticeOptions,
  ) {
    this.keys = amendments.map(logKeyOf)
    // The events have no instant, so that each happens at the time of the store, or at the last event if that is later.
    const at = parseInstant(this.latest.at)
    const onDecision: BulkOptions['onDecision'] = (item, decision, changes) => {
      if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) this.unreadable.add(item.id)
      notify(options.onDecision, item, decision, changes)
    }
    this.sender = new Sender(database, { ...deciding, clock: () => at }, { ...options, onDecision })
  }

  private get latest(): NumberedAmendment {
    return assertPresent(this.amendments.at(-1))
  }

  async run(): Promise<NoticeProgress> {
    const [row] = await this.database.run(countMissing, [this.noticeId, this.keys])
    const progress = await this.sender.sending(
      async () => {
        // What is rolled back is missing for ever.
        while ((await this.pass()) && !this.options.dryRun);
      },
      Number(row?.total ?? 0),
    )
    return { ...progress, amendment: this.latest.n, stopped: this.stopped }
  }

  /** @returns whether somebody was left, so that another pass may find more */
  private async pass(): Promise<boolean> {
    const { signal, batch = 500 } = this.options
    let found = false
    for (let last: Row = { id: '', n: 0 }; ; ) {
      this.stopped = signal?.aborted === true
      if (this.stopped) return false
      const rows = await this.database.run(selectMissing, [this.noticeId, this.keys, last.id, last.n, batch])
      const end = rows.at(-1)
      if (end === undefined) break
      last = end
      const items = rows.map((one) => this.itemOf(one)).filter(({ id }) => !this.unreadable.has(id))
      found ||= items.length > 0
      await this.sender.launch(items)
    }
    await this.sender.settled()
    return found
  }

  private itemOf({ id, n }: Row): BatchItem {
    const amendment = assertPresent(this.amendments[Number(n) - 1])
    const meta = amendment === this.latest ? this.meta : {}
    return {
      id: id as string,
      event: { ...amendment.event, ...meta },
      key: logKeyOf(amendment),
      [ofStore]: true,
    }
  }
}

/**
 * Stores an amendment of a notice, and sends it to all its registrations, until a pass finds nobody left. Each gets what
 * it has missed of the earlier ones first, so that all get the amendments in the same order, once each.
 * @throws `RangeError` if the event cannot be an amendment, or the key names another one: nothing is then stored or sent
 */
export async function sendToNotice(
  database: Database,
  deciding: Deciding,
  noticeId: string,
  event: EventInput<NoticeWideEvent>,
  options: NoticeOptions = {},
): Promise<NoticeProgress> {
  const { key, dryRun = false } = options
  const now = await currentTime(database, deciding.clock)
  const checked = checkAmendment(noticeId, event, { now, maxAhead: deciding.maxAhead })
  const given = { ...checked, ...(key !== undefined && { key }) }
  const amendments = await database.transaction((tx) => keepAmendment(tx, noticeId, given, dryRun))
  if (amendments === undefined)
    throw new RangeError(
      `sendToNotice: the key ${JSON.stringify(key)} names another amendment of ${noticeId}`,
    )
  const meta = event.meta === undefined ? {} : { meta: event.meta }
  return new Rollout(database, deciding, noticeId, amendments, meta, options).run()
}
