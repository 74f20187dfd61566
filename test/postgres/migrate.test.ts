import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import { createStore } from '../../src/postgres'
import { connect } from '../../src/postgres/database'
import { migrate, migrationScript } from '../../src/postgres/migrate'
import { tableVersions } from '../../src/postgres/migrations'
import { catalogueOf } from './catalogue'
import { contracting, expanding, laterVersions } from './madeUpVersions'
import { fresh, freshDatabase, poolOn } from './support'

/** The tables are made and updated, by a call or by a script; a library knows which tables it can use. */

/** A pool on a database of its own, and what the tests ask of it. */
async function ownDatabase() {
  const url = await freshDatabase()
  const pool = poolOn(url, 4)
  const sql = async (text: string, values?: unknown[]) => (await pool.query(text, values)).rows
  const on = (schema = 'baokao') => connect(pool, { prepare: true, schema })
  return { url, pool, sql, on }
}

/** Runs the command line in this process. */
async function baokao(args: string[], env: Record<string, string> = {}) {
  const written = { out: '', err: '' }
  const code = await runCommandLine(args, {
    stdin: Readable.from([Buffer.from('registrationId,general,law,practice\nR,60,60,60\n')]),
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    env: { LANG: 'C', ...env },
  })
  return { code, ...written }
}

describe('the script of a migration', () => {
  it.each(['baokao', 'exams'])('makes the same schema as the call, as %s', async (schema) => {
    const [called, scripted] = [await ownDatabase(), await ownDatabase()]
    await migrate(called.on(schema))
    // As psql runs a file: statement by statement.
    await scripted.pool.query(migrationScript(0, schema))
    const catalogue = await catalogueOf(scripted.sql, schema)
    expect(catalogue).toEqual(await catalogueOf(called.sql, schema))
    expect((catalogue.columns as unknown[]).length).toBeGreaterThan(50)
    for (const table of ['migration', 'consumer'])
      expect(
        await scripted.sql(
          `select to_jsonb(t) - 'applied_at' - 'created_at' as row from ${schema}.${table} t`,
        ),
      ).toEqual(
        await called.sql(`select to_jsonb(t) - 'applied_at' - 'created_at' as row from ${schema}.${table} t`),
      )
    expect(await createStore(scripted.pool, { schema }).migrate()).toBe(tableVersions.length)
    await Promise.all([called.pool.end(), scripted.pool.end()])
  })

  it('has only what is missing, and is the same for the later versions', async () => {
    const [called, scripted] = [await ownDatabase(), await ownDatabase()]
    for (const { on } of [called, scripted]) await migrate(on())
    const script = migrationScript(tableVersions.length, 'baokao', laterVersions(expanding, contracting))
    expect(script.match(/create table/g)).toBeNull()
    await scripted.pool.query(script)
    expect(await migrate(called.on(), laterVersions(expanding, contracting))).toBe(tableVersions.length + 2)
    expect(await catalogueOf(scripted.sql, 'baokao')).toEqual(await catalogueOf(called.sql, 'baokao'))
    expect(migrationScript(tableVersions.length, 'baokao')).toBe('')
    await Promise.all([called.pool.end(), scripted.pool.end()])
  })

  it('changes nothing if the tables have that version already', async () => {
    const { pool, sql, on } = await ownDatabase()
    await migrate(on(), laterVersions(expanding))
    const before = await catalogueOf(sql, 'baokao')
    for (const version of [0, tableVersions.length]) {
      const client = await pool.connect()
      await expect(
        client.query(migrationScript(version, 'baokao', laterVersions(expanding))),
      ).rejects.toThrow(/already exists/)
      await client.query('rollback')
      client.release()
    }
    expect(await catalogueOf(sql, 'baokao')).toEqual(before)
    await pool.end()
  })
})

describe('a library', () => {
  it('works on later tables if their version says so, and else refuses every call', async () => {
    const { pool, on } = await ownDatabase()
    await migrate(on(), laterVersions(expanding))
    const store = createStore(pool)
    expect(await store.migrate()).toBe(tableVersions.length + 1)
    expect(await store.find()).toEqual([])
    await migrate(on(), laterVersions(expanding, contracting))
    const refused = {
      code: 'newerTables',
      message: expect.stringMatching(/later version than this library works with: upgrade baokao/),
      text: { zh: expect.stringMatching(/请升级 baokao/), en: expect.any(String) },
    }
    const late = createStore(pool)
    await expect(late.find()).rejects.toMatchObject(refused)
    await expect(late.migrate()).rejects.toMatchObject(refused)
    const client = await pool.connect()
    await client.query('begin')
    await expect(late.get('R', { tx: client })).rejects.toMatchObject(refused)
    await client.query('rollback')
    client.release()
    await pool.end()
  })

  it('that runs says so instead of the error of a statement that no longer fits', async () => {
    const { pool, on } = await ownDatabase()
    await migrate(on())
    const store = createStore(pool)
    expect(await store.find()).toEqual([])
    const renamed = { statements: ['alter table baokao.registration rename column state to stage'] }
    await migrate(on(), laterVersions(renamed))
    await expect(store.find()).rejects.toMatchObject({ code: 'newerTables' })
    await pool.end()
  })

  it('refuses tables of an earlier version', async () => {
    const { pool, on } = await ownDatabase()
    await migrate(on())
    await pool.query('update baokao.migration set version = 0')
    await expect(createStore(pool).find()).rejects.toMatchObject({
      code: 'notMigrated',
      message: expect.stringContaining(`tables at version 0, library at ${tableVersions.length}`),
    })
    await pool.end()
  })
})

describe('baokao migrate', () => {
  it('--check compares versions: 0 if they fit, 1 if the tables are older, 3 if the library is too old', async () => {
    const { url, pool, on } = await ownDatabase()
    const own = tableVersions.length
    const check = (lang: string) => baokao(['migrate', '--check', '--lang', lang], { DATABASE_URL: url })
    const both = async () => {
      const [en, zh] = [await check('en'), await check('zh')]
      expect(zh.code).toBe(en.code)
      return { code: en.code, says: [en.out, zh.out] }
    }
    expect(await both()).toEqual({
      code: 1,
      says: [
        `The tables must be migrated from version 0 to version ${own} (baokao migrate).\n`,
        `数据表须由版本 0 更新至版本 ${own}（baokao migrate）。\n`,
      ],
    })
    expect(await baokao(['migrate'], { DATABASE_URL: url })).toMatchObject({
      code: 0,
      out: `tables at version ${own}\n`,
    })
    expect(await both()).toMatchObject({
      code: 0,
      says: [expect.stringContaining('that of this library'), expect.stringContaining('与本库一致')],
    })
    await migrate(on(), laterVersions(expanding))
    expect(await both()).toMatchObject({
      code: 0,
      says: [expect.stringContaining('still works on them'), expect.stringContaining('仍可使用')],
    })
    await migrate(on(), laterVersions(expanding, contracting))
    expect(await both()).toMatchObject({
      code: 3,
      says: [expect.stringContaining('upgrade baokao'), expect.stringContaining('请升级')],
    })
    expect(await baokao(['migrate', '--lang', 'zh'], { DATABASE_URL: url })).toMatchObject({
      code: 2,
      err: expect.stringContaining('请升级 baokao'),
    })
    await pool.end()
  })

  it('--print prints the script, and the grants as a comment or for a role', async () => {
    const { url, pool, sql, on } = await ownDatabase()
    const role = fresh('app').replaceAll('-', '_').toLowerCase()
    await sql(`create role ${role}`)
    const whole = await baokao(['migrate', '--print'])
    expect(whole.code).toBe(0)
    expect(whole.out).toContain(migrationScript(0, 'baokao'))
    expect(whole.out).toMatch(/\n-- grant usage on schema "baokao" to "ROLE";\n/)
    expect((await baokao(['migrate', '--print'], { DATABASE_URL: url })).out).toBe(whole.out)
    expect(await sql(`select to_regnamespace('baokao') as schema`)).toEqual([{ schema: null }])
    const { out } = await baokao(['migrate', '--print', '--grant', role, '--lang', 'zh'], {
      DATABASE_URL: url,
    })
    await pool.query(out)
    expect(await createStore(pool).find()).toEqual([])
    expect(
      await sql('select has_table_privilege($1, $2, $3) as may', [role, 'baokao.task', 'delete']),
    ).toEqual([{ may: true }])
    const rest = await baokao(['migrate', '--print'], { DATABASE_URL: url })
    expect(rest.out).toMatch(/^-- The tables are at version \d+, that of this library\.\n\n-- /)
    await migrate(on(), laterVersions(expanding, contracting))
    expect(await baokao(['migrate', '--print'], { DATABASE_URL: url })).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^The tables are at version \d+.*: upgrade baokao\.\n$/),
    })
    await pool.end()
  })

  it('--grant gives a role its rights', async () => {
    const { url, pool, sql } = await ownDatabase()
    const role = fresh('App "x"')
    await sql(`create role "${role.replaceAll('"', '""')}"`)
    const granted = await baokao(['migrate', '--grant', role], { DATABASE_URL: url })
    expect(granted).toMatchObject({
      code: 0,
      out: expect.stringContaining(`rights given to the role ${role}\n`),
    })
    expect(
      await sql('select has_table_privilege($1, $2, $3) as may', [role, 'baokao.log', 'insert']),
    ).toEqual([{ may: true }])
    expect(await baokao(['migrate', '--grant', 'PUBLIC'], { DATABASE_URL: url })).toMatchObject({
      code: 2,
      err: expect.stringContaining('every role'),
    })
    expect(await baokao(['migrate', '--grant', 'nobody_here'], { DATABASE_URL: url })).toMatchObject({
      code: 2,
      err: expect.stringContaining('nobody_here'),
    })
    await pool.end()
  })
})

describe('the URL of the database', () => {
  const commands = [
    ['migrate'],
    ['import', '-', '--exam', 'social-worker', '--year', '2024'],
    ['dead-letters'],
    ['prune', '--before', '2026-01-01'],
    ['archive', '--before', '2026-01-01', '--to', 'x.jsonl'],
    ['work', '--once'],
  ]
  const secret = 's3cr3t'

  it.each(commands)('is refused as an argument if it has a password, and not shown: %s', async (...args) => {
    for (const url of [
      `postgres://u:${secret}@127.0.0.1:1/x`,
      `postgres://u@127.0.0.1:1/x?password=${secret}`,
      `postgres://u:${secret}/#@127.0.0.1:1/x`,
      `mysql://u:${secret}@127.0.0.1/x`,
      `postgresql//u:${secret}@127.0.0.1/x`,
      `u:${secret}@127.0.0.1/x`,
      `host=127.0.0.1 password=${secret}`,
    ])
      for (const [lang, says] of [
        ['en', /^baokao: --store: must not hold a password.*DATABASE_URL.*PGPASSWORD.*~\/\.pgpass/],
        ['zh', /^baokao: --store 不得含有密码.*DATABASE_URL.*PGPASSWORD.*~\/\.pgpass/],
      ] as const) {
        const { code, out, err } = await baokao([...args, '--store', url, '--lang', lang])
        expect(code).toBe(2)
        expect(err).toMatch(says)
        expect(out + err).not.toContain(secret)
      }
  })

  it.each(commands)('is that of --store, else of DATABASE_URL, else missing: %s', async (...args) => {
    const env = { DATABASE_URL: `mysql://u:${secret}@here/x` }
    const says = 'baokao: the database (--store, or DATABASE_URL): must be postgres://… or pglite:FOLDER\n'
    for (const given of [args, [...args, '--store']]) {
      for (const DATABASE_URL of [
        env.DATABASE_URL,
        `postgresql//u:${secret}@h`,
        `host=h password=${secret}`,
      ]) {
        const { code, err } = await baokao(given, { DATABASE_URL })
        expect({ code, err }).toEqual({ code: 2, err: says })
      }
      expect(await baokao(given)).toMatchObject({
        code: 2,
        err: expect.stringContaining('no database is given'),
      })
    }
    expect((await baokao([...args, '--store', 'postgres://[there'], env)).err).toContain('is not valid')
  })

  it('is not shown if it is not valid, or the server refuses the password', async () => {
    const url = await freshDatabase()
    for (const wrong of [
      url.replace(':baokao@', `:${secret}@`),
      `postgres://u:${secret}/@127.0.0.1:1/x`,
      `postgres://u:${secret}@127.0.0.1:1/x`,
    ]) {
      const { code, out, err } = await baokao(['migrate'], { DATABASE_URL: wrong })
      expect(code).toBe(2)
      expect(err).toMatch(/denies access|not valid|cannot be reached/)
      expect(out + err).not.toContain(secret)
    }
  })

  it('takes the password from PGPASSWORD', async () => {
    const url = await freshDatabase()
    process.env.PGPASSWORD = 'baokao'
    try {
      expect(await baokao(['migrate', '--store', url.replace(':baokao@', '@')])).toMatchObject({ code: 0 })
    } finally {
      delete process.env.PGPASSWORD
    }
  })
})
