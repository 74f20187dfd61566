import { type Database, inSchemaText, type Session } from './database'
import { MisuseError } from './errors'
import { type TableVersion, tableVersions } from './migrations'
import { probe } from './probe'
import { requireKnownTables, type TablesAt } from './tableCheck'

/** The code points of 报考: numbers that no other program is likely to lock. */
const lockMigrations = 'select pg_advisory_xact_lock(25253, 32771)::text'

const run = (session: Session, text: string, values?: unknown[]) => session.run({ name: '', text }, values)

/** The version of the tables; 0 if there are none. @throws `TypeError` if the schema has a table `migration` of other software */
export async function readTablesAt(session: Session, schema: string): Promise<TablesAt> {
  // `to_regclass` may answer from a cache that does not know what another transaction has just committed.
  const [found] = await run(
    session,
    `select array_to_string(array(
      select a.attname::text from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum), ' ') as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relname = 'migration'`,
    [schema],
  )
  if (found === undefined) return { version: 0, oldest: 0 }
  if (found.columns !== 'version oldest applied_at')
    throw new MisuseError(
      `the schema ${schema} has a table "migration" of other software: choose another schema`,
    )
  const [row] = await run(
    session,
    'select version, oldest from baokao.migration order by version desc limit 1',
  )
  return { version: Number(row?.version ?? 0), oldest: Number(row?.oldest ?? 0) }
}

/** The statements that bring the tables from a version to the newest one. They name the schema `baokao`. */
function statementsFrom(version: number, schema: string, versions: readonly TableVersion[]): string[] {
  const beginning = [
    `create schema if not exists "${schema}"`,
    `create table if not exists baokao.migration (
    version int primary key,
    oldest int not null,
    applied_at timestamptz not null default now())`,
  ]
  const steps = versions.flatMap(({ statements, oldest }, i) =>
    i < version
      ? []
      : [
          ...statements,
          `insert into baokao.migration (version, oldest) values (${i + 1}, ${oldest ?? i + 1})`,
        ],
  )
  return version === 0 ? [...beginning, ...steps] : steps
}

/**
 * Creates or updates the tables, in one transaction. Idempotent, and safe when many processes start at once: the first
 * one migrates while the others wait. A role that may not create anything can call it if there is nothing to do.
 * @returns the version of the tables
 * @throws `TypeError` if the caller's `query` or `transaction` does not do what the store needs, the server is older than
 *   PostgreSQL 14, or other software has a table `migration` in the schema; `StoreError` with the code `encoding` if the
 *   database is not in UTF8, `newerTables` if the tables are of a later version on which this library does not work
 */
export async function migrate(
  database: Database,
  versions: readonly TableVersion[] = tableVersions,
): Promise<number> {
  await probe(database)
  const { schema } = database
  const tables = await readTablesAt(database, schema)
  requireKnownTables(tables, versions)
  if (tables.version >= versions.length) return tables.version
  return database.transaction(async (tx) => {
    // `if not exists` is not enough: two concurrent creations collide in the catalogue.
    await run(tx, lockMigrations)
    const current = await readTablesAt(tx, schema)
    requireKnownTables(current, versions)
    for (const statement of statementsFrom(current.version, schema, versions)) await run(tx, statement)
    return Math.max(current.version, versions.length)
  })
}

/**
 * The migration as a script for `psql` or another tool, in one transaction: the statements that `migrate` runs.
 * @param version the version of the tables; 0 if there are none
 * @returns an empty text if nothing is to do
 */
export function migrationScript(
  version: number,
  schema: string,
  versions: readonly TableVersion[] = tableVersions,
): string {
  if (version >= versions.length) return ''
  const statements = ['begin', lockMigrations, ...statementsFrom(version, schema, versions), 'commit']
  return statements.map((statement) => `${inSchemaText(statement, schema)};\n`).join('')
}
