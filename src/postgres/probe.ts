import type { Database, Row, Statement } from './database'
import { MisuseError, StoreError } from './errors'
import { millisOf, nowColumn } from './millis'

/** Tries the caller's database before anything is stored, so that a driver that changes values is found at once. */

const text = '报考 "\'\\'
const list = ['a, b', '{c}', '"d"']
const json = '{"a":[1,"报"]}'

const selectValues: Statement = {
  name: '',
  text: `
select $1::text as text, array_length($2::text[], 1) as length, ($2::text[])[1] as first,
  json_typeof($3::text::json) as json_type, 7::int as "wholeNumber", true as yes, ${nowColumn}`,
}

const selectSettings: Statement = {
  name: '',
  text: `
select current_setting('server_encoding') as encoding, current_schema() as schema,
  current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
}

const selectTransaction: Statement = { name: '', text: 'select pg_current_xact_id()::text as id' }

/** The oldest PostgreSQL on which the store is proved. */
const oldestVersion = 14

/** What is wrong with a row of `selectValues`. */
function wrongIn(row: Row | undefined): string | undefined {
  if (row === undefined) return '`query` must resolve to { rows } with a row for each row of the result'
  if (!('json_type' in row && 'wholeNumber' in row))
    return '`query` must return columns under the names that the statement gives them'
  if (row.text !== text) return '`query` must pass text parameters on unchanged'
  if (Number(row.length) !== list.length || row.first !== list[0])
    return '`query` must pass arrays of texts on as text[]'
  if (row.json_type !== 'object') return '`query` must pass JSON, which is given as text, on as text'
  if (Number(row.wholeNumber) !== 7) return '`query` must return whole numbers as numbers'
  if (row.yes !== true) return '`query` must return booleans as booleans'
  return undefined
}

/** @returns what is wrong with `transaction`; `undefined` if it runs its work in one transaction */
async function wrongTransaction(database: Database): Promise<string | undefined> {
  const result = await database.transaction(async (tx) => {
    const [[first], [second]] = [await tx.run(selectTransaction), await tx.run(selectTransaction)]
    return { same: first?.id === second?.id }
  })
  if (result?.same === undefined) return '`transaction` must resolve to what its work resolves to'
  return result.same
    ? undefined
    : '`transaction` must pass on a client that runs all queries in one transaction'
}

/**
 * Tries the caller's `query` and `transaction`.
 * @throws `TypeError` that says what is wrong with the caller's functions, or that the server is too old; `StoreError`
 * if the database is not in UTF8.
 * Warns if the schema of the store is also the default one, in which unqualified tables of the caller would be created.
 */
export async function probe(database: Database): Promise<void> {
  const [settings] = await database.run(selectSettings)
  const { encoding, version, number } = settings ?? {}
  if (Number(number) < oldestVersion * 10_000)
    throw new MisuseError(
      `the store needs PostgreSQL ${oldestVersion} or later, and this is ${String(version)}`,
    )
  if (typeof encoding === 'string' && encoding !== 'UTF8')
    throw new StoreError('encoding', `it is ${encoding}`)
  const [row] = await database.run(selectValues, [text, list, json])
  const wrong = wrongIn(row) ?? (await wrongTransaction(database))
  if (wrong !== undefined) throw new MisuseError(wrong)
  millisOf(row?.now)
  if (settings?.schema === database.schema)
    process.emitWarning(
      `the schema of the store, ${database.schema}, is also the default schema of this role`,
      'BaokaoSchema',
    )
}
