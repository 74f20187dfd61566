// Runs in Bun: the store on Bun's own client. Prints what happened as JSON.

import { exams, notices } from 'baokao'
import { createStore, type EventInput, fromPostgresJs, type StoreError } from 'baokao/postgres'
import { SQL } from 'bun'

const [, , url = ''] = process.argv
const sql = new SQL(url, { max: 5 })
const now = () => Date.parse('2024-04-08T10:00:00+08:00')
const store = createStore(fromPostgresJs(sql), { schema: 'in_bun', now })
const codeOf = (error: unknown): string =>
  error instanceof TypeError ? error.message : ((error as StoreError).code ?? String(error))

const version = await store.migrate()
const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
const opened = await store.open({ registrationId: 'R', candidateId: 'C', exam, notice })

const by = { role: 'office', id: 'office' } as const
const amend = (subject: string): EventInput => ({
  type: 'history.amend',
  by,
  history: { credits: [{ subject, level: 'intermediate', year: 2023 }] },
  meta: { text: `"報" \\ ' ? $1` },
})

/** Sends two events at once and inserts a row, in one transaction of Bun. */
const visit = () =>
  sql.begin(async (tx) => {
    const sent = ['general', 'law'].map((subject) =>
      store.send('R', amend(subject), { tx: fromPostgresJs(tx) }),
    )
    const decisions = await Promise.all(sent)
    await tx`insert into visit (registration, event) values (${'in Bun'}, ${'history.amend'})`
    return decisions
  })

const visited = await visit()
const again = await visit().catch((error) => error.errno)
const repeats = []
for (const _ of [1, 2]) repeats.push((await store.send('R', amend('practice'), { key: 'k' })).repeated)
const root = await store.send('R', amend('law'), { tx: fromPostgresJs(sql) }).catch(codeOf)
await sql.unsafe(`create sequence in_bun.failures`)
await sql.unsafe(`create function in_bun.fails() returns trigger language plpgsql as $f$ begin
  if nextval('in_bun.failures') = 1 then raise exception 'no' using errcode = '40P01'; end if; return new; end $f$`)
await sql.unsafe(
  'create trigger fails before insert on in_bun.registration for each row execute function in_bun.fails()',
)
const other = { registrationId: 'S', candidateId: 'D', exam, notice }
const failed = await sql.begin((tx) => store.open(other, { tx: fromPostgresJs(tx) })).catch(codeOf)
await sql.unsafe('alter sequence in_bun.failures restart')
const retried = await store.open(other)
await store.send('R', { type: 'registration.cancel', by: { role: 'candidate', id: 'C' } })
const stored = await store.get('R')
const replayed = await store.replay('R')
const delivered: string[] = []
await store.deliver(({ registrationId, fact }) => {
  if (registrationId === 'R') delivered.push(fact.type)
})
const moved = await createStore(fromPostgresJs(sql), { schema: 'in_bun' }).fireDeadlines()
await sql.end()
const ended = await store.get('R').catch(codeOf)

console.log(
  JSON.stringify({
    version,
    opened: opened.accepted,
    visited: visited.map(({ revision }) => revision),
    again,
    repeats,
    root,
    failed,
    retried: retried.accepted,
    revision: stored?.revision,
    same: JSON.stringify(stored) === JSON.stringify(replayed),
    delivered,
    moved,
    ended,
  }),
)
