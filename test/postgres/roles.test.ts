import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore, type Store, type StoreError } from '../../src/postgres'
import { grantStatements } from '../../src/postgres/grants'
import { clock } from './datedStore'
import { callNames, codesOf } from './faults/calls'
import { arrived, fresh, freshDatabase, opening, poolOn, sent } from './support'

/** Two roles: an owner that migrates, prunes and archives, and an application that does the rest and nothing else. */

const name = (prefix: string) => fresh(prefix).replaceAll('-', '_').toLowerCase()
const office = { role: 'office', id: 'office' } as const

describe('an application role', () => {
  const [owner, app] = [name('owner'), name('app')]
  let pools: Record<'admin' | 'owner' | 'app', pg.Pool>

  beforeAll(async () => {
    const url = await freshDatabase()
    const admin = poolOn(url, 2)
    for (const role of [owner, app]) await admin.query(`create role ${role} login password 'secret'`)
    await admin.query(`grant create on database ${new URL(url).pathname.slice(1)} to ${owner}`)
    const as = (role: string) => poolOn(url.replace('baokao:baokao@', `${role}:secret@`), 4)
    pools = { admin, owner: as(owner), app: as(app) }
    await createStore(pools.owner).migrate()
    for (const statement of grantStatements(app, 'baokao')) await pools.owner.query(statement)
  })
  afterAll(async () => {
    await Promise.all(Object.values(pools ?? {}).map((pool) => pool.end()))
  })

  const all = (code: string) => Object.fromEntries(callNames.map((call) => [call, code]))
  const onApp = () => createStore(pools.app, { now: clock.now })

  it('makes every call except prune and archive, which are denied', async () => {
    expect(await codesOf(onApp())).toEqual({ ...all('resolves'), prune: 'denied', archive: 'denied' })
    expect(await codesOf(createStore(pools.owner, { now: clock.now }))).toEqual(all('resolves'))
  })

  /** What a portal and a worker do. */
  async function everything(store: Store): Promise<void> {
    const dated = {
      open: (input: Parameters<typeof clock.opening>[0]) => store.open(clock.opening(input)),
      send: (id: string, event: Parameters<Store['send']>[1]) => store.send(id, clock.event(id, event)),
    } as Parameters<typeof arrived>[0]
    const input = opening({ notice: { ...opening().notice, id: fresh('N') } })
    const id = await arrived(dated, 'marking', {}, input)
    const at = '2024-08-20T10:00:00+08:00'
    const client = await pools.app.connect()
    try {
      await client.query('begin')
      const event = sent('history.amend', { at, by: office, history: { credits: [] } })
      await store.send(id, clock.event(id, event), { key: 'k', tx: client })
      await client.query('commit')
    } finally {
      client.release()
    }
    const extension = { payment: { opens: '2024-04-07T09:00:00+08:00', closes: '2024-04-26T17:00:00+08:00' } }
    clock.set('', at)
    await store.sendToNotice(input.notice.id, sent('notice.amend', { at, by: office, windows: extension }))
    const consumer = fresh('consumer')
    await store.addConsumer(consumer)
    await store.deliver(
      () => {
        throw new Error('no')
      },
      { consumer, tries: 1 },
    )
    await store.retryDeadLetters({ type: 'order.created', since: '2000-01-01T00:00:00+08:00', consumer })
    await store.deliver(() => {})
    await store.removeConsumer(consumer)
    await store.repair(id)
    await store.replay(id)
    await store.erase(input.candidateId)
    const unknown = async () => {
      const counts = await store.refusals({ since: '2000-01-01T00:00:00+08:00', by: 'rule' })
      return counts.find(({ rule }) => rule === 'registration.unknown')?.count ?? 0
    }
    // The counts are written beside the calls, so that a failure is no error of theirs.
    for (const before of [await unknown(), await unknown()]) {
      await store.send('nobody', clock.event('nobody', sent('proof.approve', { at, by: office })))
      if ((await unknown()) <= before) throw Object.assign(new Error('not counted'), { code: 'denied' })
    }
    await codesOf(store)
  }

  it('does what a portal and a worker do', async () => {
    await everything(onApp())
  })

  it('has no right that nothing needs', async () => {
    const { rows } = await pools.admin.query(
      `
      select format('%s on baokao.%s', a.privilege_type, c.relname) as "right", c.relkind = 'S' as sequence
      from pg_class c, aclexplode(c.relacl) a where a.grantee = $1::regrole and c.relnamespace = 'baokao'::regnamespace
      union all
      select format('%s (%s) on baokao.%s', a.privilege_type, t.attname, c.relname), false
      from pg_attribute t join pg_class c on c.oid = t.attrelid, aclexplode(t.attacl) a where a.grantee = $1::regrole
      order by 1`,
      [app],
    )
    expect(rows.length).toBeGreaterThan(25)
    const unneeded: string[] = []
    for (const { right, sequence } of rows as { right: string; sequence: boolean }[]) {
      const said = sequence ? right.replace(' on ', ' on sequence ') : right
      await pools.owner.query(`revoke ${said} from ${app}`)
      const code = await everything(onApp()).then(
        () => 'resolves',
        (error: StoreError) => error.code,
      )
      const { prune: _, archive: __, reseal: ___, ...codes } = await codesOf(onApp())
      if (code !== 'denied' && !Object.values(codes).includes('denied')) unneeded.push(right)
      await pools.owner.query(`grant ${said} to ${app}`)
    }
    expect(unneeded).toEqual([])
  })

  it('can neither remove nor change log, outbox and what an opening rests on, nor lift their protection', async () => {
    await arrived(
      {
        open: (input) => onApp().open(clock.opening(input)),
        send: (id, event) => onApp().send(id, clock.event(id, event)),
      } as Parameters<typeof arrived>[0],
      'paying',
    )
    const client = await pools.app.connect()
    const rows = async () =>
      (
        await pools.admin.query(`select
          (select json_agg(l) from baokao.log l)::text as log, (select json_agg(o) from baokao.outbox o)::text as outbox,
          (select json_agg(d) from baokao.document d)::text as documents`)
      ).rows
    const before = await rows()
    await client.query(`select set_config('baokao_removal.allowed', 'yes', false)`)
    const refused = /permission denied|must be owner|append-only/
    for (const statement of [
      'delete from baokao.log',
      'delete from baokao.outbox',
      'delete from baokao.document',
      'delete from baokao.amendment',
      'delete from baokao.registration',
      'delete from baokao.archived_key',
      'truncate baokao.log',
      'truncate baokao.outbox cascade',
      `update baokao.log set event = '{}'`,
      `update baokao.log set personal = '{}'`,
      `update baokao.log set accepted = not accepted`,
      `update baokao.outbox set fact = '{}'`,
      `update baokao.document set body = '{}'`,
      `insert into baokao.archived_key values ('R', 'k', 'd', 1, null)`,
      'insert into baokao.migration (version, oldest) values (99, 99)',
      'alter table baokao.log disable trigger all',
      'alter table baokao.outbox disable trigger no_delete',
      'drop trigger no_delete on baokao.log',
      'alter table baokao.log owner to current_user',
      'create or replace function baokao.reject_change() returns trigger language plpgsql as $$ begin return old; end $$',
      'set session_replication_role = replica',
      `select baokao.remove(array['R'], now(), true)`,
      `select baokao.reseal(array['R'], array[1], array['[]'], array['[]'])`,
      `set baokao_removal.allowed = 'yes'; update baokao.log set personal = '"x"'`,
      `set baokao_removal.allowed = 'yes'; delete from baokao.log`,
      'create table baokao.other (id int)',
      'drop schema baokao cascade',
      `set role ${owner}`,
    ])
      await expect(client.query(statement), statement).rejects.toThrow(refused)
    client.release()
    expect(await rows()).toEqual(before)
  })

  it('cannot make the functions of the tables mean something else, with a schema of its own', async () => {
    await pools.owner.query(`create schema portal`)
    await pools.owner.query(`grant usage, create on schema portal to ${app}`)
    const client = await pools.app.connect()
    await client.query(
      'create function portal.pg_has_role(name, oid, text) returns bool language sql as $$ select true $$',
    )
    await client.query(
      'create function portal.current_setting(text, bool) returns text language sql as $$ select $f$yes$f$ $$',
    )
    await client.query('set search_path = portal, pg_catalog')
    await client.query(`select set_config('baokao_removal.allowed', 'yes', false)`)
    for (const statement of [
      `update baokao.log set personal = '[[["profile","name"],"forged"]]'`,
      'delete from baokao.log',
    ])
      await expect(client.query(statement)).rejects.toThrow(/append-only|permission denied/)
    client.release(true)
  })
})
