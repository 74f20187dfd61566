import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore, type Store, StoreError } from '../../../src/postgres'
import { tableVersions } from '../../../src/postgres/migrations'
import { createStoreFor } from '../../../src/postgres/store'
import type { TestClock } from '../../../src/testing/testClock'
import { check } from '../history/check'
import { contracting, expanding, laterVersions } from '../madeUpVersions'
import { freshDatabase, poolOn } from '../support'
import { pause } from './clients'
import { localLoad } from './localLoad'

describe('an upgrade under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'baokao-migrator-'))
  const bundle = join(folder, 'migrator.mjs')
  let url = ''
  let pool: pg.Pool
  beforeAll(async () => {
    await build({
      entryPoints: ['test/postgres/faults/migrator.ts'],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['pg-native'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      logLevel: 'error',
    })
    url = await freshDatabase()
    pool = poolOn(url, 12)
    await createStore(pool).migrate()
  })
  afterAll(async () => {
    await pool?.end()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Two processes that migrate at the same moment. @returns the versions that they print */
  async function migrateTwice(more: number): Promise<string[]> {
    const children = [1, 2].map(() => {
      const child = spawn(process.execPath, [bundle, url, String(more)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
    })
    const read = () => Promise.all(children.map(async ({ lines }) => (await lines.next()).value as string))
    expect(await read()).toEqual(['ready', 'ready'])
    for (const { child } of children) child.stdin.end('go\n')
    return read()
  }

  const known = (...more: Parameters<typeof laterVersions>) => ({
    versions: laterVersions(...more),
    checkEvery: 5,
  })
  let replaced = 0

  /** A process of the old library, which is replaced by one of the new library once it refuses the tables. */
  function rolling(_: Store, clock: TestClock): Store {
    let current = createStoreFor(known(), pool, { now: clock.now })
    const next = createStoreFor(known(expanding, contracting), pool, { now: clock.now })
    return new Proxy(current, {
      get:
        (__, name: keyof Store) =>
        async (...given: unknown[]) => {
          const call = (store: Store) => (store[name] as (...values: unknown[]) => unknown)(...given)
          try {
            return await call(current)
          } catch (error) {
            if (!(error instanceof StoreError && error.code === 'newerTables')) throw error
            if (current !== next) replaced += 1
            current = next
            return await call(current)
          }
        },
    })
  }

  it('loses nothing and decides nothing twice, and leaves the old library at work until it refuses', async () => {
    const passed: unknown[] = []
    let over = false
    const load = await localLoad({ pool, seed: 20270105, isOver: () => over, passed, wrap: rolling })
    const answers = () => load.history.filter(({ line }) => line === 'answered').length
    const until = async (holds: () => boolean) => {
      while (!holds()) await Promise.race([pause(), load.running])
    }
    const more = (count: number) => {
      const enough = answers() + count
      return until(() => answers() >= enough)
    }
    const own = tableVersions.length
    await more(60)
    expect(await migrateTwice(1)).toEqual([`${own + 1}`, `${own + 1}`])
    await more(100)
    expect(replaced).toBe(0)
    expect(await createStore(pool).find({ limit: 1 })).toHaveLength(1)
    expect(await migrateTwice(2)).toEqual([`${own + 2}`, `${own + 2}`])
    await until(() => replaced > 0)
    await more(100)
    over = true
    expect(check(await load.finish()).violations).toEqual([])
    const codes = passed.map((error) => (error instanceof StoreError ? error.code : String(error)))
    expect(codes.filter((code) => code !== 'conflict')).toEqual([])
    const { rows } = await pool.query(
      'select version, oldest from baokao.migration where version > $1 order by 1',
      [own],
    )
    expect(rows).toEqual([
      { version: own + 1, oldest: own },
      { version: own + 2, oldest: own + 2 },
    ])
    for (const call of [(store: Store) => store.find(), (store: Store) => store.migrate()])
      await expect(call(createStore(pool))).rejects.toMatchObject({ code: 'newerTables' })
  })
})
