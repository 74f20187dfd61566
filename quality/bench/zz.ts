import { recordingPool } from './baseline'
import { startServer } from './server'
import { datedStore } from '../../test/postgres/datedStore'
const server = await startServer()
await server.withDatabase(async ({ pool }) => {
  await pool.query(`with r as (select 'R' || i / 4 as registration_id, 1 as revision, i % 4 as n, 'order.created' as type, '{"type":"order.created","at":"2024-04-08T10:00:00+08:00","orderNo":"O-1","amountFen":17100}'::json as fact from generate_series(0, 3) i order by i), o as (
          insert into baokao.outbox (registration_id, revision, n, type, fact) select * from r
          returning registration_id, seq, revision, n, type)
        insert into baokao.delivery (consumer, registration_id, seq, revision, n, type) select 'default', o.* from o`)
  const rp = recordingPool(pool, (s) => console.log(s.name, JSON.stringify(s.values)))
  const orig = rp.query.bind(rp)
  rp.query = (async (s: any, v: any) => { const r = await orig(s, v); console.log(s.name, JSON.stringify(r.rows)); return r }) as never
  await datedStore(rp).deliver(() => { throw new Error('no') }, { backoff: () => 3600000 })
  console.log((await pool.query('select * from baokao.delivery')).rows, (await pool.query('select * from baokao.lease')).rows)
})
await server.stop()
process.exit(0)
