import { describe, expect, it } from 'vitest'
import { measuring } from '../../examples/metrics'
import { runCommandLine } from '../../src/cli/commandLine'
import { readText } from '../support/files'
import { arrived, onPostgres, sent } from './support'

/** What the page *Operating* says holds: its queries run, its commands have these options. */

const pages = ['docs/operating.md', 'docs/operating.zh.md']
const blocks = (page: string): string[] =>
  [...readText(page).matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, text = '']) =>
    text.replace(/ *--.*$/gm, ''),
  )
const queries = blocks('docs/operating.md').filter((text) => !text.startsWith('create role'))

describe('the page on operating', () => {
  const bench = onPostgres()

  it('has the same SQL in both languages', () => {
    expect(blocks('docs/operating.zh.md')).toEqual(blocks('docs/operating.md'))
    expect(queries.length).toBeGreaterThan(9)
  })

  it.each(queries)('has a query that runs: %s', async (query) => {
    await bench().sql(query)
  })

  it('has queries that find what they are for', async () => {
    const { sql } = bench()
    const store = bench().store()
    const query = (part: string) => sql(queries.find((text) => text.includes(part)) ?? '')
    const id = await arrived(store, 'paying.awaiting')
    await store.send(
      id,
      sent('proof.approve', { at: '2024-04-12T10:00:00+08:00', by: { role: 'office', id: 'O' } }),
    )
    const [late] = await query('as late')
    expect(Number(late?.late)).toBe(1)
    const [waiting] = await query('as waiting')
    expect(Number(waiting?.waiting)).toBeGreaterThan(0)
    const refused = await query('and not accepted')
    expect(refused).toMatchObject([{ type: 'proof.approve', rule: expect.any(String), count: '1' }])
    await store.deliver(
      () => {
        throw new TypeError('王小明')
      },
      { tries: 1, limit: 1 },
    )
    expect(await query('as dead_letters')).toMatchObject([{ name: 'default', dead_letters: '1' }])
    expect(await query('where error is not null')).toMatchObject([{ error: 'TypeError', dead: true }])
    const client = await bench().database.connect()
    await client.query('begin')
    await client.query('select from baokao.registration for update')
    const blocked = sql('update baokao.registration set place = place where id = $1', [id])
    let blockers: Record<string, unknown>[] = []
    while (!blockers.some(({ blocked_by: by }) => (by as number[]).length > 0))
      blockers = await query('as blocked_by')
    expect(blockers.map(({ state }) => state)).toContain('idle in transaction')
    await client.query('rollback')
    client.release()
    await blocked
    expect(await query('group by library')).toMatchObject([{ library: expect.stringMatching(/^baokao \d/) }])
    expect(await query('as tables')).toEqual([{ tables: expect.any(Number) }])
  })

  it('has roles that can be made as it says', async () => {
    const [roles = ''] = blocks('docs/operating.md')
    const client = await bench().database.connect()
    await client.query('begin')
    await client.query(roles)
    await client.query('rollback')
    client.release()
  })

  it.each(pages)('names only commands and options that exist: %s', async (page) => {
    const commands = [...readText(page).matchAll(/npx baokao ([\w-]+)([^`#|\n]*)/g)]
    expect(commands.length).toBeGreaterThan(6)
    for (const [line, name = '', rest = ''] of commands) {
      let help = ''
      const write = (text: string) => (help += text)
      const terminal = { stdin: (async function* () {})(), stdout: { write }, stderr: { write }, env: {} }
      expect(await runCommandLine([name, '--help'], terminal), line).toBe(0)
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(help, line).toContain(option)
    }
  })

  it('shows how to count what a store does', async () => {
    const counted = new Map<string, number>()
    const measured: string[] = []
    const store = bench().store({
      onActivity: measuring({
        count: (name, labels, value = 1) => {
          const key = `${name} ${Object.values(labels).join(' ')}`.trim()
          counted.set(key, (counted.get(key) ?? 0) + value)
        },
        milliseconds: (name) => measured.push(name),
      }),
    })
    await arrived(store, 'paying.awaiting')
    await store.deliver(() => {})
    await store.fireDeadlines({ until: '2024-06-01T00:00:00+08:00' })
    const keys = [...counted.keys()]
    expect(keys).toContain('baokao_decisions open true  false')
    expect(keys).toContain('baokao_deliveries default order.created false')
    expect(keys).toContain('baokao_deadlines')
    expect(new Set(measured)).toEqual(new Set(['baokao_decision', 'baokao_delivery']))
  })
})
