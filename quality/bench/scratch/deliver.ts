import { startServer } from '../server'

const each = Number(process.env.EACH ?? 12),
  facts = 24000
const server = await startServer()
try {
  await server.withDatabase(async ({ pool, store }) => {
    for (let run = 0; run < 3; run++) {
      await pool.query(`with r as (select 'R' || i % ${facts / each} as registration_id, ${run + 1} as revision, i / ${facts / each} as n,
      'order.created' as type, '{"type":"order.created","at":"2024-04-08T10:00:00+08:00","orderNo":"O-1","amountFen":17100}'::json as fact
    from generate_series(0, ${facts - 1}) i order by i), o as (
          insert into baokao.outbox (registration_id, revision, n, type, fact) select * from r
          returning registration_id, seq, revision, n, type)
        insert into baokao.delivery (consumer, registration_id, seq, revision, n, type) select 'default', o.* from o`)
      await pool.query('vacuum analyze')
      const t = performance.now(),
        c = process.cpuUsage()
      const n = await store.deliver(() => {}, { batch: 500 })
      const ms = performance.now() - t,
        u = process.cpuUsage(c)
      console.log(
        n,
        ((n / ms) * 1000).toFixed(0),
        'facts/s; node cpu',
        ((u.user + u.system) / 1000 / ms).toFixed(2),
      )
    }
  })
} finally {
  await server.stop()
}
process.exit(0)
