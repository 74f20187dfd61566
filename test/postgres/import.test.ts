import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'
import { arrived, onPostgres } from './support'

/** Runs `baokao import` as a process, on PostgreSQL. */

const folder = mkdtempSync(join(tmpdir(), 'baokao-import-'))
beforeAll(buildIfOld, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return name
}

describe('baokao import', () => {
  const bench = onPostgres()

  type Run = { code: number | null; out: string; err: string }
  const runImport = (list: string, ...args: string[]): Run => runImportOnNode([], list, ...args)

  function runImportOnNode(options: string[], list: string, ...args: string[]): Run {
    const store = ['--store', bench().url, '--exam', 'social-worker', '--year', '2024']
    const command = [...options, inProject('dist/cli.js'), 'import', list, ...store, ...args]
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', LANG: 'C' },
    })
    return { code: status, out: stdout, err: stderr }
  }

  const later = ['--at', '2024-08-20T10:00:00+08:00']
  const stateOf = async (id: string) => (await bench().store().get(id))?.state

  it('publishes the marks of a list once, even if the list is imported again', async () => {
    const store = bench().store()
    const [one, two] = [await arrived(store, 'marking'), await arrived(store, 'marking')]
    const list = file(
      'marks.csv',
      `registrationId,general,law,practice\n${one},60,60,60\n${two},80,absent,59.5\n`,
    )
    const dry = runImport(list, ...later, '--dry-run')
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out).toBe(
      'dry run, nothing stored: 2 accepted · 0 refused · 0 bad lines · 0 without a registration\n  2 Marks published\n  2 Valid passes\n',
    )
    expect(await stateOf(one)).toBe('marking.awaited')
    const { code, out } = runImport(list, ...later)
    expect({ code, out }).toEqual({
      code: 0,
      out: '2 accepted · 0 refused · 0 bad lines · 0 without a registration\n  2 Marks published\n  2 Valid passes\n',
    })
    expect(await stateOf(one)).toMatch(/^qualifying/)
    expect(await stateOf(two)).toBe('notPassed.open')
    const before = await store.log(one)
    const again = /^(dry run, nothing stored: )?0 accepted · 0 refused · .* · 2 already processed\n$/
    for (const args of [later, [...later, '--dry-run']]) {
      expect(runImport(list, ...args)).toMatchObject({ code: 0, out: expect.stringMatching(again) })
    }
    expect(await store.log(one)).toEqual(before)
  })

  it('reads GB 18030 with Chinese headings and words, as spreadsheets in China save it', async () => {
    const id = await arrived(bench().store(), 'marking')
    // 报名号,社会工作综合能力,社会工作法规与政策,社会工作实务 and 缺考, in GB 18030
    const heading =
      'b1a8c3fbbac52cc9e7bbe1b9a4d7f7d7dbbacfc4dcc1a62cc9e7bbe1b9a4d7f7b7a8b9e6d3ebd5feb2df2cc9e7bbe1b9a4d7f7cab5cef1'
    const absent = 'c8b1bfbc'
    const bytes = Buffer.concat([
      Buffer.from(heading, 'hex'),
      Buffer.from(`\r\n${id},`),
      ...[',', ',', '\r\n'].flatMap((after) => [Buffer.from(absent, 'hex'), Buffer.from(after)]),
    ])
    expect(runImport(file('gbk.csv', bytes), ...later)).toMatchObject({ code: 0, err: '' })
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
      `registrationId,general,law,practice\n${id},60,60,60\n,60,60,60\nR,many,101,-3\nS,60,60,60,60\nT,,,\n`,
    )
    const run = runImport(list, ...later)
    expect({ code: run.code, out: run.out }).toEqual({
      code: 1,
      out: `line 3, column registrationId: must not be empty
line 4, column general: "many" is no mark: a number, absent, misconduct or invalid
line 4, column law: 101 is not between 0 and 100
line 4, column practice: -3 is not between 0 and 100
line 5: 1 more cell than the heading has columns
line 6: no marks
0 accepted · 0 refused · 4 bad lines · 0 without a registration
Nothing was sent. Correct the lines, or skip them with --skip-bad.
`,
    })
    expect(await stateOf(id)).toBe('marking.awaited')
    const lax = runImport(list, ...later, '--skip-bad')
    expect(lax.code).toBe(1)
    expect(lax.out).toContain('1 accepted · 0 refused · 4 bad lines')
    expect(await stateOf(id)).toMatch(/^qualifying/)
  })

  it('reports lines with unknown registrations, and refusals with their rule', async () => {
    const id = await arrived(bench().store(), 'marking')
    const early = await arrived(bench().store(), 'paying.awaiting')
    const list = file(
      'some.csv',
      `registrationId,general,law,practice\nnobody,1,2,3\n${id},60,60,\n${early},60,60,60\n`,
    )
    const { code, out } = runImport(list, ...later, '--json')
    expect(code).toBe(1)
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({
      line: 2,
      message: { en: 'no registration for social-worker 2024 is called nobody' },
    })
    expect(lines[1]).toMatchObject({ line: 3, registrationId: id, rule: 'marks.complete' })
    expect(lines[2]).toMatchObject({ line: 4, registrationId: early, rule: 'registration.ended' })
    expect(lines[3]).toEqual({
      dryRun: false,
      bad: 0,
      unknown: 1,
      accepted: 0,
      refused: 2,
      doneBefore: 0,
      facts: {},
    })
  })

  it('settles the payments of the bank’s reconciliation file, in yuan and China’s time', async () => {
    const store = bench().store()
    const [one, two] = [await arrived(store, 'paying.awaiting'), await arrived(store, 'paying.awaiting')]
    const list = file(
      'payments.csv',
      `﻿订单号,交易号,金额,支付时间\n${one}-1,T${one},171.00,2024-04-08 10:00:00\n${two}-1,T${two},"1,000.5",2024/4/8 9:00\n`,
    )
    const { code, out } = runImport(list, '--at', '2024-04-09T03:00:00+08:00')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^line 3: .+ to be refunded ¥1000\.50 \(Wrong amount\)\n2 accepted .*\n {2}1 Registered\n {2}1 Invoice available\n {2}1 Refund owed\n$/,
    )
    expect(runImport(list, '--at', '2024-04-09T03:00:00+08:00').out).toMatch(
      /^line 3: .+ was to be refunded ¥1000\.50 \(Wrong amount\) · already processed\n0 accepted .* · 2 already processed\n$/,
    )
    expect(await stateOf(one)).toBe('registered.waiting')
    expect((await store.get(two))?.snapshot.context.refunds).toMatchObject([{ amountFen: 100_050 }])
  })

  it('rejects a day that the calendar does not have, and reports why a line is refused', async () => {
    const id = await arrived(bench().store(), 'paying.awaiting')
    const heading = 'orderNo,transactionId,amountFen,paidAt'
    const bad = runImport(file('april.csv', `${heading}\n${id}-1,T,171,2024-04-31 10:02\n`))
    expect(bad.out).toContain('line 2, column paidAt: "2024-04-31 10:02" is no instant')
    const list = file('long.csv', `${heading}\n${id}-1,${'T'.repeat(200)},171,2024-04-08 10:02\n`)
    const { out } = runImport(list, '--at', '2024-04-09T03:00:00+08:00')
    expect(out).toMatch(/refused: Invalid fields.*\n {2}transactionId: /)
  })

  it('sends a refused line again on each import until it is accepted', async () => {
    const store = bench().store()
    const id = await arrived(store, 'registered.waiting')
    const list = file('early.csv', `registrationId,general,law,practice\n${id},60,60,60\n`)
    const early = runImport(list, '--at', '2024-06-01T10:00:00+08:00')
    expect(early.out).toContain('0 accepted · 1 refused')
    expect(runImport(list, '--at', '2024-06-01T10:00:00+08:00').out).toContain('1 refused')
    expect(runImport(list, ...later).out).toContain('1 accepted · 0 refused')
  })

  it('shows its progress on a terminal, and prints its lines after the progress bar', async () => {
    const id = await arrived(bench().store(), 'marking')
    const list = file('bar.csv', `registrationId,general,law,practice\nnobody,1,2,3\n${id},60,60,60\n`)
    const terminal = 'data:text/javascript,process.stderr.isTTY = true'
    const { code, out, err } = runImportOnNode(['--import', terminal], list, ...later)
    expect(code).toBe(1)
    expect(err).toMatch(/0% 0\/2 left [\s\S]*100% 2\/2 left/)
    expect(out).toMatch(/^line 2: no registration .*\n1 accepted/)
  })

  it('rejects a second line for the same registration', async () => {
    const id = await arrived(bench().store(), 'marking')
    const list = file('double.csv', `registrationId,general,law,practice\n${id},60,60,60\n${id},59,60,60\n`)
    const { code, out } = runImport(list, ...later)
    expect(code).toBe(1)
    expect(out).toContain(`line 3, column registrationId: ${id} is on line 2 already`)
  })

  it('continues after an interruption and sends nothing twice', async () => {
    const store = bench().store()
    const ids = await Promise.all(Array.from({ length: 6 }, () => arrived(store, 'marking')))
    const lines = ids.map((id) => `${id},60,60,60`)
    const heading = 'registrationId,general,law,practice'
    runImport(file('half.csv', [heading, ...lines.slice(0, 3), ''].join('\n')), ...later)
    const whole = runImport(file('whole.csv', [heading, ...lines, ''].join('\n')), ...later)
    expect(whole.out).toMatch(/^3 accepted .* · 3 already processed\n/)
    for (const id of ids) {
      const log = await store.log(id)
      expect(log.filter(({ type }) => type === 'marks.publish')).toHaveLength(1)
    }
  })

  it.each([
    [['missing.csv'], /missing\.csv: no such file/],
    [[file('empty.csv', '')], /empty\.csv: empty/],
    [
      [file('heading.csv', 'registrationId,maths\nR,1\n')],
      /a marks list lacks general or law or practice.*, a list of payments lacks orderNo, transactionId/,
    ],
    [[file('strange.csv', 'registrationId,law,room\nR,1,2\n')], /line 1: nothing is known of column room/],
    [[file('twice.csv', 'registrationId,law,law\nR,1,2\n')], /line 1: a second column for the same: law/],
    [[file('quotes.csv', 'registrationId,law\nR,"1\n')], /quotes\.csv: line 2: Quote Not Closed/],
    [[file('stray.csv', 'registrationId,law\nR"1,70\n')], /stray\.csv: line 2: Invalid Opening Quote/],
    [[file('fine.csv', 'registrationId,law\nR,1\n'), '--year', 'soon'], /--year soon: must be a year/],
    [['fine.csv', '--exam', 'astrology'], /--exam astrology: not bundled \(.*economics, /],
    [['fine.csv', '--exam', 'economic'], /--exam economic: not bundled; did you mean economics\?/],
    [
      ['fine.csv', '--exam', file('exam.json', '{"code":7}')],
      /exam\.json: not an exam\n {2}code: “code” must be a text\n {2}name: “name” is missing\n/,
    ],
    [['fine.csv', '--at', 'noon'], /--at noon: must be an instant/],
    [['fine.csv', '--at', '2024-06-31T09:00:00+08:00'], /--at 2024-06-31.*: must be an instant/],
    [['fine.csv', '--pass-mark', 'maths=1'], /--pass-mark maths=1: must be SUBJECT=NUMBER/],
    [['fine.csv', '--store', 'mysql://x'], /--store mysql:\/\/x: must be postgres/],
    [['fine.csv', '--store', 'postgres://127.0.0.1:1/x'], /cannot be reached/],
    [['fine.csv', '--store', 'pglite:nowhere', '--dry-run'], /pglite:nowhere: no such folder/],
  ])('reports the mistake in %s without a stack trace', (args, says) => {
    const { code, out, err } = runImport(...(args as [string, ...string[]]))
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) })
    expect(err + out).not.toMatch(/\n\s+at |node:internal/)
  })
})
