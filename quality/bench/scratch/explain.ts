import { randomUUID } from 'node:crypto'
import { leaseFacts, settleHandled } from '../../../src/postgres/leaseStatements'
import { startServer } from '../server'

const each = Number(process.env.EACH ?? 1),
  facts = 36000
const server = await startServer()
try {
  await server.withDatabase(async ({ pool, store }) => {
    await store.deliver(() => {})
    await pool.query(`with r as (select 'R' || i % ${facts / each} as registration_id, 1 as revision, i / ${facts / each} as n,
      'order.created' as type, '{"type":"order.created","at":"2024-04-08T10:00:00+08:00","orderNo":"O-1","amountFen":17100}'::json as fact
    from generate_series(0, ${facts - 1}) i order by i), o as (
          insert into baokao.outbox (registration_id, revision, n, type, fact) select * from r
          returning registration_id, seq, revision, n, type)
        insert into baokao.delivery (consumer, registration_id, seq, revision, n, type) select 'default', o.* from o`)
    await pool.query('vacuum analyze')
    const c = await pool.connect()
    for (let i = 0; i < 4; i++) {
      const values = ['default', '100000000', [], 500, 19, Math.random().toString(36).slice(2), 60000, 83, []]
      let t = performance.now()
      const explain = i === 3 || i === 0
      const text = leaseFacts.text
      const { rows } = explain
        ? await c.query(`explain (analyze, buffers) ${text}`, values)
        : await c.query({ name: 'l', text }, values)
      console.log(i, 'lease', rows.length, (performance.now() - t).toFixed(1))
      if (explain) {
        console.log(rows.map((r: any) => r['QUERY PLAN']).join('\n'))
        continue
      }
      t = performance.now()
      const v2 = [
        'default',
        rows.map((r: any) => r.registration_id),
        rows.map((r: any) => r.revision),
        rows.map((r: any) => r.n),
        rows.map((r: any) => r.lease),
      ]
      if (i === 1)
        console.log(
          (await c.query(`explain (analyze, buffers) ${settleHandled.text}`, v2)).rows
            .map((r: any) => r['QUERY PLAN'])
            .join('\n'),
        )
      else await c.query({ name: 's', text: settleHandled.text }, v2)
      console.log(i, 'settle', (performance.now() - t).toFixed(1))
    }
    console.log(
      (await c.query('select pg_stat_force_next_flush()')).rowCount,
      (
        await c.query(
          "select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_newpage_upd, n_tup_del from pg_stat_user_tables where relname='delivery'",
        )
      ).rows,
    )
    c.release()
  })
} finally {
  await server.stop()
}
process.exit(0)
