import { inSchemaText } from './database'

/**
 * What the role of a portal or a worker may do with each table: all calls of the store except `migrate`, `prune` and
 * `archive`, and nothing else. Only personal data of the log may be updated, to erase it; the update of the
 * outbox is the right to lock it for a new consumer, and a trigger rejects each one.
 */
const rights: readonly [tables: string, rights: string][] = [
  ['baokao.migration, baokao.archived_key, baokao.outbox_seq_seq', 'select'],
  ['baokao.document, baokao.amendment', 'select, insert'],
  ['baokao.log', 'select, insert, update (personal)'],
  [
    'baokao.candidate, baokao.registration, baokao.notice, baokao.outbox, baokao.consumer, baokao.unlogged',
    'select, insert, update',
  ],
  ['baokao.task, baokao.delivery', 'select, insert, update, delete'],
]

/** The statements that give an application role its rights. They can be repeated. */
export function grantStatements(role: string, schema: string): string[] {
  const to = `to "${role.replaceAll('"', '""')}"`
  return [
    `grant usage on schema "${schema}" ${to}`,
    ...rights.map(([tables, allowed]) => inSchemaText(`grant ${allowed} on ${tables} ${to}`, schema)),
  ]
}
