import type { Bench } from './support'

/** What the catalogue of PostgreSQL says of a schema, in an order of its own: two schemas that were made alike are equal. */
const queries: Record<string, string> = {
  columns: `
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, a.attidentity,
      pg_get_expr(d.adbin, d.adrelid) as "default", c.reloptions
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`,
  indexes: 'select indexname, indexdef from pg_indexes where schemaname = $1 order by indexname',
  constraints: `
    select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = $1::regnamespace order by 1, 2`,
  triggers: `
    select pg_get_triggerdef(t.oid) as definition, t.tgenabled from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = $1::regnamespace and not t.tgisinternal order by 1`,
  functions: `
    select pg_get_functiondef(oid) as definition, proacl::text from pg_proc
    where pronamespace = $1::regnamespace order by 1`,
  sequences:
    'select sequencename, data_type::text, start_value from pg_sequences where schemaname = $1 order by 1',
}

/** @returns the tables, indexes, constraints, triggers, functions and sequences of a schema */
export async function catalogueOf(sql: Bench['sql'], schema: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const [name, query] of Object.entries(queries)) found[name] = await sql(query, [schema])
  return found
}
