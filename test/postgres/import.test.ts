import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pc from 'picocolors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkList } from '../../src/cli/import/checkList'
import { importCommand } from '../../src/cli/import/importCommand'
import type { ImportOptions } from '../../src/cli/import/importOptions'
import { listItems } from '../../src/cli/import/listItems'
import { parseList } from '../../src/cli/import/parseList'
import { unprintableIn } from '../../src/cli/import/printable'
import type { Language } from '../../src/language'
import { createStore } from '../../src/postgres'
import { nationalRegistrations } from '../../src/registrations/registrations'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'
import { examOf, noticeOf } from '../support/scenario'
import { arrived, fresh, onPostgres } from './support'

/** Runs `baokao import` on PostgreSQL: its command in this process, or the whole program. */

const folder = mkdtempSync(join(tmpdir(), 'baokao-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const heading = 'registrationId,general,law,practice'

describe('baokao import', () => {
  const bench = onPostgres()

  type Run = { code: number | null; out: string; err: string }
  type Options = Partial<ImportOptions> & { lang?: Language; stdin?: Uint8Array }
  async function runImport(list: string, { lang = 'en', stdin, ...options }: Options = {}): Promise<Run> {
    const style = { lang, colors: pc.createColors(false), registrations: nationalRegistrations() }
    const all = { store: bench().url, exam: 'social-worker', year: '2024', ...options }
    const lines: string[] = []
    const terminal = { stdin: Readable.from(stdin ? [stdin] : []), stderr: { write: () => {} } }
    try {
      const code = await importCommand(list, all, style, (line) => lines.push(`${line}\n`), terminal)
      return { code, out: lines.join(''), err: '' }
    } catch (error) {
      return { code: 2, out: lines.join(''), err: (error as Error).message }
    }
  }

  function runProgram(list: string, args: string[], options: string[] = []): Run {
    const store = ['--exam', 'social-worker', '--year', '2024']
    const command = [...options, inProject('dist/cli.js'), 'import', list, ...store, ...args]
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', LANG: 'C', DATABASE_URL: bench().url },
    })
    return { code: status, out: stdout, err: stderr }
  }

  const later = { at: '2024-08-20T10:00:00+08:00' }
  const stateOf = async (id: string) => (await bench().store().get(id))?.state
  type Line = { line?: number; registrationId?: string } & Record<string, unknown>
  const linesOf = (out: string): Line[] =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  it('publishes the marks of a list once, whenever the list is imported again', async () => {
    const store = bench().store()
    const [one, two] = [await arrived(store, 'marking'), await arrived(store, 'marking')]
    const list = file('marks.csv', `${heading}\n${one},60,60,60\n${two},80,absent,59.5\n`)
    const totals = `2 accepted · 0 refused · 0 bad lines · 0 without a registration
  2 Marks published
  2 Valid passes
Changes of state:
  1 Marks awaited → Check: not required, Public notice: pending
  1 Marks awaited → Review possible
`
    const dry = await runImport(list, { ...later, dryRun: true })
    expect(dry).toEqual({
      code: 0,
      err: '',
      out: `dry run, nothing stored: ${totals}line 2: ${one}: Marks awaited → Check: not required, Public notice: pending · Marks published, Valid passes
line 3: ${two}: Marks awaited → Review possible · Marks published, Valid passes
`,
    })
    expect(await stateOf(one)).toBe('marking.awaited')
    expect(await runImport(list, later)).toEqual({ code: 0, err: '', out: totals })
    expect(await stateOf(one)).toMatch(/^qualifying/)
    expect(await stateOf(two)).toBe('notPassed.open')
    const before = await store.log(one)
    const again = /^(dry run, nothing stored: )?0 accepted · 0 refused · .* · 2 already processed\n$/
    for (const options of [later, { ...later, dryRun: true }, {}, { at: '2024-08-21T10:00:00+08:00' }])
      expect(await runImport(list, options)).toMatchObject({ code: 0, out: expect.stringMatching(again) })
    expect(await store.log(one)).toEqual(before)
  })

  it('reads GB 18030 with Chinese headings and words, as spreadsheets in China save it', async () => {
    const id = await arrived(bench().store(), 'marking')
    // 报名号,社会工作综合能力,社会工作法规与政策,社会工作实务 and 缺考, in GB 18030
    const columns =
      'b1a8c3fbbac52cc9e7bbe1b9a4d7f7d7dbbacfc4dcc1a62cc9e7bbe1b9a4d7f7b7a8b9e6d3ebd5feb2df2cc9e7bbe1b9a4d7f7cab5cef1'
    const absent = 'c8b1bfbc'
    const bytes = Buffer.concat([
      Buffer.from(columns, 'hex'),
      Buffer.from(`\r\n${id},`),
      ...[',', ',', '\r\n'].flatMap((after) => [Buffer.from(absent, 'hex'), Buffer.from(after)]),
    ])
    expect(await runImport(file('gbk.csv', bytes), later)).toMatchObject({ code: 0, err: '' })
    expect((await bench().store().get(id))?.snapshot.context.marks).toEqual({
      general: -1,
      law: -1,
      practice: -1,
    })
  })

  it('reports every bad line by number and column, and sends nothing without --skip-bad', async () => {
    const id = await arrived(bench().store(), 'marking')
    const list = file(
      'bad.csv',
      `${heading}\n${id},60,60,60\n,60,60,60\nR,many,101,-3\nS,60,60,60,60\nT,,,\n`,
    )
    const issues = `line 3, column registrationId: must not be empty
line 4, column general: "many" is not a mark: a number with at most two decimals, absent, misconduct or invalid
line 4, column law: 101 is not between 0 and 100
line 4, column practice: -3 is not between 0 and 100
line 5: 1 more cell than the heading has columns
line 6: no marks
`
    expect(await runImport(list, later)).toEqual({
      code: 1,
      err: '',
      out: `${issues}0 accepted · 0 refused · 4 bad lines · 0 without a registration
Nothing was sent. Correct the lines, or skip them with --skip-bad.
`,
    })
    const dry = await runImport(list, { ...later, dryRun: true })
    expect(dry.out).toContain('dry run, nothing stored: 1 accepted · 0 refused · 4 bad lines')
    expect(dry.out).toMatch(/Without --dry-run, nothing would be sent\. .*\n$/)
    expect(await stateOf(id)).toBe('marking.awaited')
    const lax = await runImport(list, { ...later, skipBad: true })
    expect(lax.code).toBe(1)
    expect(lax.out).toContain(
      '1 accepted · 0 refused · 4 bad lines · 0 without a registration\nLeft out: lines 3–6\n',
    )
    expect(await stateOf(id)).toMatch(/^qualifying/)
    const apart = file('apart.csv', `${heading}\n,1,1,1\n${id},60,60,60\n,1,1,1\n,1,1,1\n`)
    const chinese = await runImport(apart, { ...later, skipBad: true, lang: 'zh' })
    expect(chinese.out).toContain('未提交的行：2、4–5\n')
    const none = await runImport(file('none good.csv', `${heading}\n,1,1,1\n`), { skipBad: true })
    expect(none).toMatchObject({ code: 1, out: expect.stringMatching(/0 accepted .*\nLeft out: lines 2\n$/) })
  })

  it('reports in Chinese too, with what a terminal would act on escaped', async () => {
    const list = file('zh.csv', `${heading}\n\x1b[2JR,\u202e9,60,60\n`)
    const { out } = await runImport(list, { ...later, lang: 'zh' })
    expect(out).toBe(`第 2 行“registrationId”列：含有不可见字符 U+001B
第 2 行“general”列：含有不可见字符 U+202E
第 2 行“general”列：“\\u{202e}9”不是成绩：须为最多两位小数的数字、缺考、违纪或无效
0 行受理 · 0 行拒绝 · 1 行有误 · 0 行查无此报名
未提交任何一行。请改正后重试，或用 --skip-bad 跳过有误的行。
`)
    const { out: json } = await runImport(list, { ...later, json: true })
    expect(unprintableIn(json.replaceAll('\n', ''))).toBe(undefined)
    expect(linesOf(json)[2]).toMatchObject({ line: 2, column: 'general' })
  })

  it('reports lines with unknown registrations, and refusals with their rule', async () => {
    const id = await arrived(bench().store(), 'marking')
    const early = await arrived(bench().store(), 'paying.awaiting')
    const list = file('some.csv', `${heading}\nnobody,1,2,3\n${id},60,60,\n${early},60,60,60\n`)
    const { code, out } = await runImport(list, { ...later, json: true })
    expect(code).toBe(1)
    const lines = linesOf(out)
    expect(lines[0]).toMatchObject({
      line: 2,
      message: { en: 'no registration nobody for social-worker 2024' },
    })
    expect(lines[1]).toMatchObject({ line: 3, registrationId: id, rule: 'marks.complete' })
    expect(lines[2]).toMatchObject({ line: 4, registrationId: early, rule: 'registration.ended' })
    expect(lines[3]).toMatchObject({
      dryRun: false,
      bad: 0,
      unknown: 1,
      accepted: 0,
      refused: 2,
      doneBefore: 0,
      refusals: { 'marks.complete': 1, 'registration.ended': 1 },
    })
  })

  it('in a dry run, prints the first twenty of each kind below the totals', async () => {
    const ids = Array.from({ length: 25 }, (_, i) => `unknown-${i}`)
    const list = file('many.csv', `${heading}\n${ids.map((id) => `${id},1,2,3\n`).join('')}`)
    const { out } = await runImport(list, { ...later, dryRun: true })
    expect(out).toMatch(/^dry run.* 25 without a registration\nline 2: no registration unknown-0 for .*\n/)
    expect(out).toMatch(/unknown-19 for .*\n… and 5 more \(--json lists all\)\n$/)
    expect(linesOf((await runImport(list, { ...later, dryRun: true, json: true })).out)).toHaveLength(26)
  })

  it('settles the payments of the bank’s reconciliation file, in yuan and China’s time', async () => {
    const store = bench().store()
    const [one, two] = [await arrived(store, 'paying.awaiting'), await arrived(store, 'paying.awaiting')]
    const list = file(
      'payments.csv',
      `\uFEFF订单号,交易号,金额,支付时间\n${one}-1,T${one},171.00,2024-04-08 10:00:00\n${two}-1,T${two},"1,000.5",2024/4/8 9:00\n`,
    )
    const at = '2024-04-09T03:00:00+08:00'
    const { code, out } = await runImport(list, { at })
    expect(code).toBe(0)
    expect(out).toMatch(
      /^line 3: .+ to be refunded ¥1000\.50 \(Wrong amount\)\n2 accepted .*\n {2}1 Registered\n {2}1 Invoice available\n {2}1 Refund owed\n/,
    )
    for (const again of [{ at }, { at: '2024-04-09T04:00:00+08:00' }, {}])
      expect((await runImport(list, again)).out).toMatch(
        /^line 3: .+ was to be refunded ¥1000\.50 \(Wrong amount\) · already processed\n0 accepted .* · 2 already processed\n$/,
      )
    expect(await stateOf(one)).toBe('registered.waiting')
    expect((await store.get(two))?.snapshot.context.refunds).toMatchObject([{ amountFen: 100_050 }])
  })

  it('cannot take a wrong amount back: another number settles the order, and no refund is paid', async () => {
    const store = bench().store()
    const id = await arrived(store, 'paying.awaiting')
    const at = '2024-04-08T12:00:00+08:00'
    const pay = async (transactionId: string, amount: string) => {
      const line = `${id}-1,${transactionId},${amount},2024-04-08 10:00`
      const list = file('wrong.csv', `orderNo,transactionId,amount,paidAt\n${line}\n`)
      const [result] = linesOf((await runImport(list, { at, json: true })).out)
      return result
    }
    const owed = (reason: string, amountFen: number) => ({
      to: 'paying.awaiting',
      facts: [{ type: 'refund.due', reason, amountFen }],
    })
    expect(await pay(`${id}T`, '1.71')).toMatchObject(owed('payment.amount', 171))
    expect(await pay(`${id}T`, '171')).toMatchObject(owed('payment.conflict', 17_100))
    const { refunds = [] } = (await store.get(id))?.snapshot.context ?? {}
    for (const i of refunds.keys()) {
      const by = { role: 'gateway', id: 'G' } as const
      const fail = {
        type: 'refund.fail',
        by,
        at,
        refundId: `${id}-F${i + 1}`,
        reason: '金额误报',
      } as const
      expect(await store.send(id, fail)).toMatchObject({ accepted: true })
    }
    expect(await pay(`${id}T again`, '171')).toMatchObject({ to: 'registered.waiting' })
  })

  it('sends a refused line again on each import until it is accepted', async () => {
    const store = bench().store()
    const id = await arrived(store, 'registered.waiting')
    const list = file('early.csv', `${heading}\n${id},60,60,60\n`)
    const early = { at: '2024-06-01T10:00:00+08:00' }
    for (let i = 0; i < 2; i += 1)
      expect((await runImport(list, early)).out).toContain('0 accepted · 1 refused')
    expect((await runImport(list, later)).out).toContain('1 accepted · 0 refused')
  })

  it('sends a line that stands twice only once, and says so', async () => {
    const id = await arrived(bench().store(), 'marking')
    const list = file('double.csv', `${heading}\n${id},60,60,60\n${id},60,60.0,60\n`)
    const { code, out } = await runImport(list, later)
    expect(code).toBe(0)
    expect(out).toMatch(/^1 accepted .* · 1 the same line again, not sent twice\n/)
    const log = await bench().store().log(id)
    expect(log.filter(({ type }) => type === 'marks.publish')).toHaveLength(1)
  })

  it('says that a list has no lines', async () => {
    const list = file('none.csv', `${heading}\n`)
    const { code, out } = await runImport(list, { store: 'postgres://127.0.0.1:1/x' })
    expect(code).toBe(0)
    expect(out).toMatch(/none\.csv: no lines below the heading\n$/)
  })

  it('continues after an interruption and sends nothing twice', async () => {
    const store = bench().store()
    const ids = await Promise.all(Array.from({ length: 6 }, () => arrived(store, 'marking')))
    const lines = ids.map((id) => `${id},60,60,60`)
    await runImport(file('half.csv', [heading, ...lines.slice(0, 3), ''].join('\n')), later)
    const whole = await runImport(file('whole.csv', [heading, ...lines, ''].join('\n')), later)
    expect(whole.out).toMatch(/^3 accepted .* · 3 already processed\n/)
    for (const id of ids) {
      const log = await store.log(id)
      expect(log.filter(({ type }) => type === 'marks.publish')).toHaveLength(1)
    }
  })

  it('publishes marks again that were withdrawn in between only with --again', async () => {
    const store = bench().store()
    const id = await arrived(store, 'marking')
    const list = file('overturned.csv', `${heading}\n${id},60,60,60\n`)
    await runImport(list, later)
    const by = { role: 'office', id: 'O' } as const
    const decided = { at: '2024-08-21T10:00:00+08:00', by }
    await store.send(id, { type: 'finding.record', finding: 'falseMaterials', ...decided } as never)
    const overturned = await store.send(id, { type: 'decision.overturn', ...decided } as never)
    expect(overturned).toMatchObject({ accepted: true })
    expect(await stateOf(id)).toBe('marking.awaited')
    const after = { at: '2024-08-22T10:00:00+08:00' }
    const { code, out } = await runImport(list, after)
    expect(code).toBe(1)
    expect(out).toMatch(
      /^line 2: .* published before and withdrawn since; --again publishes it again\n0 accepted/,
    )
    expect((await runImport(list, { ...after, again: true })).out).toMatch(/^1 accepted/)
    expect(await stateOf(id)).toMatch(/^qualifying/)
  })

  it('continues with --again after an interruption, too', async () => {
    const store = bench().store()
    const [one, two, three] = await Promise.all(['', '', ''].map(() => arrived(store, 'marking')))
    const [first, second, third] = [one, two, three].map((id) => `${id},60,60,60`)
    const half = file('half again.csv', [heading, first, ''].join('\n'))
    const whole = file('whole again.csv', [heading, first, second, ''].join('\n'))
    const withdraw = async (day: string) => {
      const decided = { at: `2024-08-${day}T10:00:00+08:00`, by: { role: 'office', id: 'O' } }
      for (const id of [one, two] as string[]) {
        await store.send(id, { type: 'finding.record', finding: 'falseMaterials', ...decided } as never)
        await store.send(id, { type: 'decision.overturn', ...decided } as never)
        expect(await stateOf(id)).toBe('marking.awaited')
      }
    }
    const published = async (id = '') =>
      (await store.log(id)).filter(({ type }) => type === 'marks.publish').length

    await runImport(whole, later)
    for (const [times, withdrawnOn, day] of [
      [2, '21', '22'],
      [3, '23', '24'],
    ] as const) {
      await withdraw(withdrawnOn)
      const again = { at: `2024-08-${day}T10:00:00+08:00`, again: true }
      expect((await runImport(half, again)).out).toMatch(/^1 accepted/)
      const rest = await runImport(whole, again)
      expect(rest).toMatchObject({ code: 0, out: expect.stringMatching(/^1 accepted .* · 1 already/) })
      const done = await runImport(whole, again)
      expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/^0 accepted .* · 2 already/) })
      expect([await published(one), await published(two)]).toEqual([times, times])
    }
    // What was never published needs no --again, and is published once with it.
    const never = file('never published.csv', [heading, third, ''].join('\n'))
    expect((await runImport(never, { ...later, again: true })).out).toMatch(/^1 accepted/)
    expect((await runImport(never, { ...later, again: true })).out).toMatch(/^0 accepted .* · 1 already/)
  })

  it('does not send a payment again with --again', async () => {
    const store = bench().store()
    const id = await arrived(store, 'paying.awaiting')
    const line = `${id}-1,T${id},171.00,2024-04-08 10:00:00`
    const list = file('paid again.csv', `orderNo,transactionId,amount,paidAt\n${line}\n`)
    const again = { at: '2024-04-09T03:00:00+08:00', again: true }
    expect((await runImport(list, again)).out).toMatch(/^1 accepted/)
    expect((await runImport(list, again)).out).toMatch(/^0 accepted .* · 1 already/)
  })

  it('decides the lines of one candidate in one transaction, in a dry run as well', async () => {
    const store = bench().store()
    const candidateId = fresh('C')
    const notice = noticeOf('gd-2024-social-worker', { id: 'second', sitting: 'second' })
    const ids = [
      await arrived(store, 'paying.awaiting', {}, { candidateId }),
      await arrived(store, 'paying.awaiting'),
      await arrived(store, 'paying.awaiting', {}, { candidateId, notice }),
    ]
    const lines = [...ids, ids[0]].map((id, i) => `${id}-1,${ids[0]}T${i},171,2024-04-08 10:00`)
    const text = `orderNo,transactionId,amount,paidAt\n${lines.join('\n')}\n`
    const settings = { exam: examOf('social-worker'), year: 2024, at: '2024-04-08T12:00:00+08:00' }
    const list = await parseList('list.csv', text, settings)
    const none = { unknown: () => {}, unchanged: () => {} }
    const items = []
    for await (const item of listItems(list, await checkList(list), settings, store, none)) items.push(item)
    expect(items.map((item) => [item].flat().map(({ line }) => line))).toEqual([[3], [2, 4, 5]])

    // The second payment of the first order is owed back, although each batch holds one item.
    const owed: unknown[] = []
    await createStore(bench().database).sendAll(items, {
      batch: 1,
      dryRun: true,
      onDecision: (_, decision) => owed.push(...decision.facts.filter(({ type }) => type === 'refund.due')),
    })
    expect(owed).toMatchObject([{ reason: 'payment.duplicate-same-order', amountFen: 17_100 }])
  })

  it('dates no event that may not be dated: the instant of an item is checked as that of its event', async () => {
    const id = await arrived(bench().store(), 'paying.awaiting')
    const claim = { type: 'payment.claim', by: { role: 'candidate', id: 'C' }, orderNo: `${id}-1` } as const
    const missed = { type: 'payment.notFound', by: { role: 'gateway', id: 'G' }, orderNo: `${id}-1` } as const
    const rules: unknown[] = []
    await createStore(bench().database).sendAll(
      [
        { id, event: claim, at: '2024-04-08T12:00:00+08:00' },
        { id, event: missed, at: '2999-04-08T12:00:00+08:00' },
      ],
      { onDecision: (_, decision) => rules.push(decision.accepted ? 'accepted' : decision.refusal.rule) },
    )
    expect(rules).toEqual(['event.malformed', 'clock.ahead'])
  })

  describe('with a list of corrections', () => {
    const correct = { correct: true, reason: '登分错误', at: '2024-08-23T10:00:00+08:00' }

    it('does in the real run what the dry run reported, registration by registration', async () => {
      const store = bench().store()
      const [pass, fail, closed, same, never, certified] = await Promise.all([
        ...['marking', 'marking', 'marking', 'marking', 'marking'].map(() => arrived(store, 'marking')),
        arrived(store, 'certified.paper.printing'),
      ])
      // A candidate with two registrations: a credit of the first makes the second pass.
      const candidateId = fresh('C')
      const first = await arrived(store, 'marking', {}, { candidateId })
      const notice = noticeOf('gd-2024-social-worker', { id: 'second', sitting: 'second' })
      const second = await arrived(store, 'marking', {}, { candidateId, notice })
      const wrong = [pass, fail, closed, same, first].map(
        (id) => `${id},60,${id === fail || id === closed ? 50 : 60},60`,
      )
      const published = await runImport(file('wrong.csv', [heading, ...wrong, ''].join('\n')), later)
      expect(published.out).toMatch(/^5 accepted/)
      await runImport(file('second.csv', `${heading}\n${second},60,50,60\n`), later)
      expect(await stateOf(second)).toMatch(/^qualifying/)

      const rows = [
        [pass, ',59,'],
        [fail, ',60,'],
        [same, '60,60,60'],
        [never, ',60,'],
        [certified, ',59,'],
        [first, ',59,'],
        ['nobody', ',60,'],
        [second, '70,,'],
      ]
      const list = file('corrected.csv', [heading, ...rows.map((row) => row.join(',')), ''].join('\n'))
      const stored = async () =>
        JSON.stringify([
          await bench().sql('select * from baokao.registration order by id'),
          await bench().sql('select registration_id, revision from baokao.log order by 1, 2'),
          await bench().sql('select * from baokao.candidate order by id'),
        ])
      const before = await stored()
      const dry = linesOf((await runImport(list, { ...correct, json: true, dryRun: true })).out)
      expect(await stored()).toBe(before)
      const outbox = async () =>
        bench().sql(
          `select registration_id as id, fact->>'type' as type from baokao.outbox order by registration_id, revision, n`,
        )
      const factsBefore = await outbox()
      const real = linesOf((await runImport(list, { ...correct, json: true })).out)

      const sorted = (lines: Line[]) =>
        lines
          .map(({ dryRun: _, ...line }) => line)
          .sort((one, other) => (one.line ?? 999) - (other.line ?? 999))
      expect(sorted(real)).toEqual(sorted(dry))
      const byId = new Map(dry.map((line) => [line.registrationId, line]))
      expect(byId.get(pass)).toMatchObject({ accepted: true, to: 'notPassed.open' })
      expect(byId.get(fail)).toMatchObject({
        accepted: true,
        from: 'notPassed.open',
        to: expect.stringMatching(/^qualifying/),
      })
      expect(byId.get(same)).toEqual({ line: 4, registrationId: same, unchanged: true })
      for (const id of [never, certified])
        expect(byId.get(id)).toMatchObject({
          accepted: false,
          rule: 'event.not-now',
          from: await stateOf(id ?? ''),
          to: await stateOf(id ?? ''),
          message: { en: expect.any(String) },
        })
      // The second registration loses its pass before its own line is decided.
      expect(byId.get(first)).toMatchObject({
        to: 'notPassed.open',
        others: [
          { registrationId: second, from: expect.stringMatching(/^qualifying/), to: 'notPassed.open' },
        ],
      })
      expect(byId.get(second)).toMatchObject({ from: 'notPassed.open', to: 'notPassed.open' })

      const announced = dry
        .slice(0, -1)
        .flatMap((line) => [line, ...((line.others as Line[] | undefined) ?? [])])
      for (const id of new Set(announced.map(({ registrationId }) => registrationId))) {
        const last = announced.findLast(({ registrationId, to }) => registrationId === id && to !== undefined)
        if (id !== undefined && last) expect(await stateOf(id)).toBe(last.to)
      }
      const facts = announced.flatMap(({ registrationId: id, facts = [] }) =>
        (facts as { type: string }[]).map(({ type }) => `${id} ${type}`),
      )
      const emitted = (await outbox()).map(({ id, type }) => `${id} ${type}`)
      for (const { id, type } of factsBefore) emitted.splice(emitted.indexOf(`${id} ${type}`), 1)
      expect(facts.length).toBeGreaterThan(5)
      expect([...facts].sort()).toEqual(emitted.sort())

      const again = linesOf(
        (await runImport(list, { ...correct, at: '2024-08-24T10:00:00+08:00', json: true })).out,
      )
      expect(again.at(-1)).toMatchObject({ accepted: 0, unchanged: 5, refused: 2 })
    })

    it('says in words how many change, from where to where, and who is refused by which rule', async () => {
      const store = bench().store()
      const [one, early] = await Promise.all([arrived(store, 'marking'), arrived(store, 'marking')])
      await runImport(file('publish.csv', `${heading}\n${one},60,60,60\n`), later)
      const list = file('correct.csv', `${heading}\n${one},,59,\n${early},,59,\n`)
      const { code, out } = await runImport(list, { ...correct, dryRun: true, lang: 'zh' })
      expect(code).toBe(1)
      const move = '报考条件在线核查：无需核查、公示：待公示 → 可申请复查'
      expect(out).toBe(`试运行，未保存：1 行受理 · 1 行拒绝 · 0 行有误 · 0 行查无此报名
  1 成绩已更正
  1 合格科目
状态变化：
  1 ${move}
拒绝：
  1 当前阶段不受理
第 3 行：${early} 拒绝：当前阶段不受理（本库约定） 当前阶段暂不受理该事项，可办理事项见下方列表。
第 2 行：${one}：${move} · 成绩已更正、合格科目
`)
    })

    it('corrects the same marks again after they were corrected back', async () => {
      const store = bench().store()
      const id = await arrived(store, 'marking')
      await runImport(file('there.csv', `${heading}\n${id},60,60,60\n`), later)
      const there = file('there.csv', `${heading}\n${id},,59,\n`)
      const back = file('back.csv', `${heading}\n${id},,60,\n`)
      for (const [list, law] of [
        [there, 59],
        [back, 60],
        [there, 59],
      ] as const) {
        expect((await runImport(list, correct)).out).toMatch(/^1 accepted/)
        expect((await runImport(list, correct)).out).toMatch(/^0 accepted .* 1 without a change, not sent\n/)
        expect((await store.get(id))?.snapshot.context.marks).toMatchObject({ law })
      }
    })
  })

  const fine = file('fine.csv', 'registrationId,law\nR,1\n')
  it.each<[list: string, options: Options, says: RegExp]>([
    ['missing.csv', {}, /missing\.csv: no such file/],
    [file('empty.csv', ''), {}, /empty\.csv: empty/],
    [
      file('heading.csv', 'registrationId,maths\nR,1\n'),
      {},
      /a marks list lacks general or law or practice.*, a list of payments lacks orderNo, transactionId/,
    ],
    [file('quotes.csv', 'registrationId,law\nR,"1\n'), {}, /quotes\.csv: line 2: a quote is not closed/],
    [fine, { year: 'soon' }, /--year soon: must be a year/],
    [fine, { exam: 'astrology' }, /--exam astrology: not bundled \(.*economics, /],
    [fine, { exam: 'economic' }, /--exam economic: not bundled; did you mean economics\?/],
    [fine, { exam: 'constructor' }, /--exam constructor: not bundled/],
    [
      fine,
      { exam: file('exam.json', '{"code":7}') },
      /exam\.json: not an exam\n {2}code: “code” must be a text\n {2}name: “name” is missing\n/,
    ],
    [fine, { at: 'noon' }, /--at noon: must be an instant/],
    [fine, { at: '2024-06-31T09:00:00+08:00' }, /--at 2024-06-31.*: must be an instant/],
    [
      fine,
      { passMark: ['maths=1'] },
      /--pass-mark maths=1: must be SUBJECT=NUMBER, of general, law, practice, practice-senior, at most/,
    ],
    [fine, { passMark: ['law=600'] }, /--pass-mark law=600: .* at most the full mark/],
    [fine, { passMark: ['law=60', 'law=55'] }, /--pass-mark law=55: a second one for law/],
    [
      fine,
      { passMark: ['law=60'], correct: true, reason: 'x' },
      /--pass-mark: a correction changes marks only/,
    ],
    [fine, { reason: 'x' }, /--reason needs --correct/],
    [fine, { correct: true, reason: ' ' }, /--reason: must be a text/],
    [fine, { correct: true }, /a marks list lacks reason/],
    [fine, { store: 'mysql://x' }, /DATABASE_URL\): must be postgres/],
    [fine, { store: 'postgres://127.0.0.1:1/x' }, /cannot be reached/],
    [fine, { store: 'pglite:nowhere', dryRun: true }, /pglite:nowhere: no such folder/],
  ])('reports the mistake in %s %j', async (list, options, says) => {
    const { code, err } = await runImport(list, options)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) })
  })

  describe('as a program', () => {
    beforeAll(buildIfOld, 300_000)

    it('shows its progress on a terminal, and prints its lines after the progress bar', async () => {
      const id = await arrived(bench().store(), 'marking')
      const list = file('bar.csv', `${heading}\nnobody,1,2,3\n${id},60,60,60\n`)
      const terminal = 'data:text/javascript,process.stderr.isTTY = true'
      const { code, out, err } = runProgram(list, ['--at', later.at], ['--import', terminal])
      expect(code).toBe(1)
      expect(err).toMatch(/0% 0\/2 left [\s\S]*100% 2\/2 left/)
      expect(out).toMatch(/^line 2: no registration .*\n1 accepted/)
    })

    it.each(['-', '/dev/stdin'])('reads a pipe once: %s', async (name) => {
      const id = await arrived(bench().store(), 'marking')
      const text = Buffer.from(`${heading}\r\n${id},60,60,60\r\n`)
      const args = ['--at', later.at]
      // A shell makes a pipe; `input` alone would be a socket, which /dev/stdin cannot open.
      const shell = ['-c', 'cat | "$0" "$@"', process.execPath]
      const store = ['--exam', 'social-worker', '--year', '2024']
      const { status, stdout } = spawnSync(
        'sh',
        [...shell, inProject('dist/cli.js'), 'import', name, ...store, ...args],
        {
          input: text,
          encoding: 'utf8',
          env: { PATH: process.env.PATH ?? '', LANG: 'C', DATABASE_URL: bench().url },
        },
      )
      expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^1 accepted/) })
      expect(await stateOf(id)).toMatch(/^qualifying/)
    })

    it('prints a mistake without a stack trace', () => {
      const { code, out, err } = runProgram('missing.csv', [])
      expect({ code, out, err }).toEqual({ code: 2, out: '', err: 'baokao: missing.csv: no such file\n' })
    })
  })
})
