import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../src/cli/commandLine'
import { adoptArguments, adoptList } from '../../support/adoptList'

const folder = mkdtempSync(join(tmpdir(), 'baokao-adopt-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Run = { code: number; out: string; err: string }

/** Runs `baokao adopt FILE --dry-run` in this process, without a store. */
async function adopt(text: string, args: string[] = [], lang = 'en'): Promise<Run> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(['--lang', lang, 'adopt', '-', ...adoptArguments, '--dry-run', ...args], {
    stdin: Readable.from([Buffer.from(text)]),
    stdout: { write: (written) => out.push(written) },
    stderr: { write: (written) => err.push(written) },
    env: {},
  })
  return { code, out: out.join(''), err: err.join('') }
}

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const withLine = (line: string): string => `${adoptList(1)}${line}\n`
const good = 'R9,C9,待缴费,中级,practice,440100,境内,通过,告知承诺制,,,,'

describe('baokao adopt', () => {
  it('compares the counts and the sums of the list with those of the result', async () => {
    const { code, out } = await adopt(adoptList(10), ['--expect-count', '10', '--expect-paid', '1,026.00'])
    expect(code).toBe(0)
    expect(out).toBe(`dry run, nothing stored: 10 agree · 0 cannot be adopted
                       list   result
  Waiting                 4        4
  待缴费                  2        2  Awaiting payment
  审核材料                2        2  Reviewing
  在线核查                2        2  Verifying
  received (yuan)   1026.00  1026.00
  owed back (yuan)   342.00   342.00
  paid back (yuan)     0.00     0.00
  marks                   0        0
Instants that the list does not have, filled in within the windows of the notice: opened 10, Save the application 8, Choose commitment or proof 8, Confirm the application 8, Sign the commitment 6, Upload proof 2
Values that the list does not have, filled in as the rules require them: evidence of the degree 2, documents 2
The list and the result agree.
not compared with a store (no --store and no DATABASE_URL)
`)
  })

  it('prints the events of each line as JSON, without personal data', async () => {
    const { code, out } = await adopt(adoptList(1), ['--json'])
    const [line, totals] = out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(code).toBe(0)
    expect(line.events.map(({ type }: { type: string }) => type)).toEqual([
      'open',
      'application.save',
      'route.choose',
      'application.confirm',
      'commitment.sign',
      'payment.settle',
    ])
    expect(totals).toMatchObject({ allAgree: true, lines: 1, agree: 1, unexpected: [] })
  })

  it('reads JSON lines with all fields', async () => {
    const line = {
      registrationId: 'R1',
      candidateId: 'C1',
      state: '已缴费',
      level: 'intermediate',
      subjects: ['practice'],
      place: '440100',
      origin: 'domestic',
      education: 'passed',
      route: 'commitment',
      payments: [
        { transactionId: 'T1', amountFen: 5_700, paidAt: '2024-04-10T10:00:00+08:00', orderNo: 'D1' },
      ],
      instants: { 'commitment.sign': '2024-04-09T10:00:00+08:00' },
    }
    const states = file('states.json', '{"已缴费":"registered"}')
    const { code, out } = await adopt(`\n${JSON.stringify(line)}\n`, ['--states', states])
    expect(code).toBe(0)
    expect(out).toMatch(/Registered +1 +1 {2}Waiting/)
    expect(out).toContain('1 payments have an order number of the other system')
    const wrong = await adopt(`${JSON.stringify({ ...line, lvel: 1, place: 7 })}\n{"a":\n`, [
      '--states',
      states,
    ])
    expect(wrong.code).toBe(1)
    expect(wrong.out).toMatch(/line 1: lvel: there is no such field; did you mean level\?/)
    expect(wrong.out).toMatch(/line 1: place: /)
    expect(wrong.out).toMatch(/line 2: not JSON/)
    expect(wrong.out).toMatch(/nothing would be stored/)
  })

  it('names each bad line with its rule and §, and what is possible instead', async () => {
    const lines = [
      good.replace('practice', ''),
      good.replace('待缴费', '参加考试').replace('R9', 'R10'),
      good.replace('practice', 'general').replace('R9,C9', 'R0,C8'),
      'R11,C11,registered.waiting,中级,practice,440100,境内,通过,告知承诺制,T11,1.00,2024-04-10 10:00:00,',
      'R12,C12,registered.waiting,中级,practice,440100,境内,通过,告知承诺制,T0,57.00,2024-04-10 10:00:00,',
      'R13,C13,待缴费,中级,practice,440100,境内,通过,告知承诺制,T13;T14,57.00,,',
      'R14,C14,待缴费,高级,practice,北京市,境内,不知道,告知,,五十,昨天,',
    ]
    const { code, out } = await adopt(`${adoptList(1)}${lines.join('\n')}\n`)
    expect(code).toBe(1)
    expect(out.split('\n').filter((line) => line.startsWith('line '))).toEqual([
      'line 5: registrationId: R0 is also on line 2',
      'line 7: transactionId: T0 is also on line 2',
      'line 8: transactionId: must have as many numbers as there are amounts',
      'line 9: place: "北京市" is none of 440100 广州市, 440300 深圳市',
      'line 9: education: "不知道" is none of passed 通过, failed 未通过, onSite 需现场核查, pending 核查中, none 无学历',
      'line 9: route: "告知" is none of commitment 告知承诺制, proof 提交证明材料',
      'line 9: transactionId: must have as many numbers as there are amounts',
      'line 6: R11 payments: T11 does not pay the fee: the fee is ¥57.00, not ¥1.00 (Wrong amount policy)',
      // Lines of one candidate come last, together.
      'line 3: R9 subjects: is needed for the state "待缴费"',
      'line 4: R10 payments: is needed for the state "参加考试"',
    ])
    expect(out).toContain('1 agree · 7 cannot be adopted')
    const refused = await adopt(
      `${adoptList(1).replace('state,level', 'state,commitmentForfeited,level').replace('waiting,', 'waiting,是,')}`,
      ['--ids'],
    )
    expect(refused.out).toMatch(
      /line 2: R0 route: .*commitment\.no-return §5\.1\.4 §6\.4\.5\); possible instead: /,
    )
  })

  it('names a second registration of a candidate that is open, and what the first has given up', async () => {
    const two = await adopt(withLine(good.replace('C9', 'C0')))
    expect(two.out).toMatch(/line 3: R9 .*: /)
    expect(two.code).toBe(1)
    const proof = 'R1,C1,放弃报名,中级,practice,440100,境内,通过,提交证明材料,,,,'
    const again = `${adoptList(0)}${proof}\n${good.replace('C9', 'C1')}\n`
    const { code, out } = await adopt(again, ['--ids'])
    expect(code).toBe(1)
    expect(out).toMatch(/line 3: R9 route: .*commitment\.no-return/)
    expect(
      (await adopt(again.replace('告知承诺制', '提交证明材料').replace('待缴费', '上传材料'))).code,
    ).toBe(0)
  })

  it('names a candidateId that is a number of a person, and fields that the state does not use', async () => {
    const number = await adopt(adoptList(1).replace(',C0,', ',13800138000,'))
    expect(number.code).toBe(1)
    expect(number.out).toContain('line 2: candidateId: must hold no identity number and no telephone number')
    expect(number.out).toContain('0 agree · 1 cannot be adopted')
    const text = adoptList(1).split('\n')
    const { code, out } = await adopt(`${text[0]},reason\n${text[1]},moved away\n`)
    expect(code).toBe(1)
    expect(out).toContain('line 2: R0 reason: is not used in this state; leave it out')
    const zh = await adopt(`${text[0]},refundedAt\n${text[1]},2024-04-11 10:00:00\n`, [], 'zh')
    expect(zh.out).toContain('第 2 行：R0 退款时间：T0 没有标明已退款')
  })

  it('compares control totals', async () => {
    const { code, out } = await adopt(adoptList(5), ['--expect-count', '6', '--expect-paid', '1'])
    expect(code).toBe(1)
    expect(out).toContain('lines expected 6')
    expect(out).toContain('received, expected (yuan) 1.00')
    expect(out).toContain('nothing would be stored')
  })

  it('is a usage error for options and files that cannot be used', async () => {
    for (const [text, args, message] of [
      [adoptList(1), ['--notice', 'gd-2024'], /--notice gd-2024: not bundled/],
      [adoptList(1), ['--notice', 'gd-2024-economics'], /--notice gd-2024-economics: not/],
      [adoptList(1), ['--exam', 'none'], /--exam none: not bundled/],
      [adoptList(1), ['--at', '2024-04-15'], /--at 2024-04-15: must be an instant/],
      [adoptList(1), ['--at', '8000-01-01T00:00:00+08:00'], /must be an instant of the past/],
      [adoptList(1), ['--expect-count', 'many'], /--expect-count many/],
      [adoptList(1), ['--expect-paid', 'many'], /--expect-paid many/],
      [
        adoptList(1),
        ['--states', file('bad.json', '{"x":"nowhere"}')],
        /bad\.json: x: there is no state "nowhere"/,
      ],
      [adoptList(1), ['--states', file('list.json', '[]')], /list\.json: must be an object/],
      ['registrationId,state\nR,S\n', [], /lacks the column candidateId/],
      ['registrationId,candidateId,state,shoe size\n', [], /unknown column shoe size/],
      ['registrationId,报名号,candidateId,state\n', [], /column 报名号 repeats another/],
      ['[{}]', [], /a JSON list; write one object on each line/],
      ['', [], /stdin: empty/],
    ] as const) {
      const { code, err } = await adopt(text, [...args])
      expect(err).toMatch(message)
      expect(code).toBe(2)
    }
    const [first] = adoptArguments
    const without = await runCommandLine(['adopt', '-', ...adoptArguments], {
      stdin: Readable.from([]),
      stdout: { write: () => {} },
      stderr: { write: () => {} },
      env: {},
    })
    expect([first, without]).toEqual(['--exam', 2])
  })
})
