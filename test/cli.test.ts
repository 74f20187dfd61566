import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Command } from 'commander'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guide, regions, ruleIds, rules, runJourney, type Snapshot, titleIn } from '../src'
import { runCommandLine } from '../src/cli/commandLine'
import { demoOn } from '../src/cli/demoJourney'
import { localizeHelp } from '../src/cli/help'
import { phrases } from '../src/cli/phrases'
import { createProgram } from '../src/cli/program'
import { shanghaiDay } from '../src/time'
import { adoptArguments } from './support/adoptList'
import { buildIfOld } from './support/built'
import { inProject, journeysIn, readText } from './support/files'
import { whole } from './support/sample'

const folder = mkdtempSync(join(tmpdir(), 'baokao-cli-'))

beforeAll(buildIfOld, 300_000)
const startedIn = process.cwd()
beforeAll(() => process.chdir(folder))
afterAll(() => {
  process.chdir(startedIn)
  rmSync(folder, { recursive: true, force: true })
})

type Run = { code: number | null; out: string; err: string }

/** Runs a command in this process, by default in the locale C. */
async function baokao(args: string[], env: Record<string, string> = { LANG: 'C' }): Promise<Run> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(args, {
    stdin: Readable.from([]),
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env,
  })
  return { code, out: out.join(''), err: err.join('') }
}

/** Runs the built program in a process of its own. */
function program(args: string[], env: Record<string, string> = { LANG: 'C' }): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inProject('dist/cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  return { code: status, out: stdout, err: stderr }
}

type JourneyDraft = {
  title?: string
  exam?: unknown
  notice?: unknown
  steps: { [key: string]: unknown; expect?: Record<string, unknown> }[]
}

const journeyPath = 'examples/journeys/filling/no-return.json'
const validFile = inProject(journeyPath)

/** Writes a changed copy of the journey into the temporary folder. */
function changedJourney(name: string, change: (draft: JourneyDraft) => void): string {
  const draft = JSON.parse(readText(journeyPath)) as JourneyDraft
  change(draft)
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(draft))
  return file
}

const lastStep = (draft: JourneyDraft) => draft.steps[draft.steps.length - 1] as JourneyDraft['steps'][number]

/** The run of the same journey in this process. */
const run = runJourney(JSON.parse(readText(journeyPath)))
/** Each starts the program: a few of the first, some in the middle, and the last. */
const someSteps = () =>
  [...run.steps.entries()].filter(([i]) => whole || i % 5 === 1 || i === run.steps.length - 1)
const refusedIndex = run.steps.findIndex(({ decision }) => !decision.accepted)

const summary = (passed: number) => `${passed} ${passed === 1 ? 'journey' : 'journeys'} went as expected`

const hanCharacter = /\p{Script=Han}/u
const escapeCode = '\u001b['

/** Expects exit code 2, a message without a stack trace on stderr, and an empty stdout. */
function expectUsageError({ code, out, err }: Run, message: RegExp): void {
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(message)
  expect(err).not.toMatch(/\n\s+at |Error:|node:internal/)
}

const expectOneLine = ({ err }: Run): void => {
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(err).toMatch(/^baokao: /)
}

describe('the built program', () => {
  it.each([
    [['demo', '--today', '2027-03-01']],
    [['journey', '--json', validFile]],
    [['explain', '--lang', 'zh', validFile]],
    [['rules', 'proof.pdf']],
    [['schema', 'event']],
    [['--version']],
    [['import', '--help']],
    [['adopt', '--help']],
    [['adopt', inProject('examples/moving-in.csv'), ...adoptArguments, '--dry-run', '--json']],
    [['help', 'nosuch']],
    [['journey', 'missing.json']],
    [['validate', validFile, inProject('package.json')]],
    [['rules', '--provisions', inProject('examples/provisions/social-security.mjs')]],
  ])('prints and exits as the command does in this process: %j', async (args) => {
    expect(program(args)).toEqual(await baokao(args))
  })

  it('takes its language from the environment', () => {
    expect(program(['rules', 'proof.pdf'], { LANG: 'zh_CN.UTF-8' }).out).toMatch(hanCharacter)
  })

  it('ends without an error if the reader of its output stops reading', () => {
    const command = `"${process.execPath}" "${inProject('dist/cli.js')}" rules | head -1`
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(stderr).toBe('')
  })
})

describe('baokao demo', () => {
  it.each(['en', 'zh'] as const)(
    'prints one short registration with a note for each step, in %s',
    async (lang) => {
      const { code, out } = await baokao(['demo', '--lang', lang, '--today', '2027-03-01'])
      expect(code).toBe(0)
      for (const note of demoOn('2027-03-01').notes) expect(out).toContain(note[lang])
      expect(out).toContain('2027-03-02 10:00')
      expect(out).toContain(rules['commitment.withdraw-unpaid'].message[lang])
      expect(out.split('\n').length).toBeLessThan(60)
    },
  )

  it('begins today, or on a given day, which must exist', async () => {
    const today = shanghaiDay(Date.now())
    expect((await baokao(['demo'])).out).toContain(`${today} 09:30`)
    const wrong = await baokao(['demo', '--today', '2026-02-29'])
    expectUsageError(wrong, /--today 2026-02-29: no such day/)
    expectOneLine(wrong)
  })

  it('suggests commands for a clone where npm starts it, and for the package elsewhere', async () => {
    const { out } = await baokao(['demo'], { LANG: 'C', npm_lifecycle_event: 'start' })
    expect(out).toContain('  node dist/cli.js rules ')
    expect(out).not.toContain('npx baokao')
  })

  it('suggests commands that succeed in any folder', async () => {
    const commands = (await baokao(['demo'])).out.match(/npx baokao [^ ].*?(?= {2,})/g) ?? []
    expect(commands.length).toBeGreaterThan(2)
    for (const command of commands)
      expect([command, program(command.split(' ').slice(2)).code]).toEqual([command, 0])
  })
})

describe('baokao journey', () => {
  it('reports that the journey went as expected, and exits with 0', async () => {
    const { code, out, err } = await baokao(['journey', validFile])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(titleIn(JSON.parse(readText(journeyPath)).title, 'en'))
    expect(out.trimEnd().split('\n').at(-1)).toBe(summary(1))
  })

  it('accepts several files and folders', async () => {
    const { code, out } = await baokao(['journey', validFile, inProject('examples/journeys/paying')])
    expect(code).toBe(0)
    expect(out).toContain(summary(journeysIn('examples/journeys/paying').length + 1))
  })

  it.each([[[]], [['--tell']]])(
    'prints the failed step, the expected and actual result, and the rule with its message and § (%j)',
    async (options) => {
      const { decision, step } = run.steps[refusedIndex] ?? {}
      if (decision === undefined || decision.accepted) throw new Error('the journey has no refusal')
      const file = changedJourney('refused.json', (draft) => {
        draft.steps[refusedIndex] = { ...draft.steps[refusedIndex], expect: { state: 'verifying' } }
      })
      const { code, out, err } = await baokao(['journey', '--ids', ...options, file])
      const { rule, message, cites } = decision.refusal
      expect({ code, err }).toEqual({ code: 1, err: '' })
      expect(out).toContain(step?.type)
      expect(out).toContain('expected: accepted')
      expect(out).toContain('got: refused')
      expect(out).toContain('expected: verifying')
      expect(out).toContain(rule)
      expect(out).toContain(message.en)
      for (const cite of cites) expect(out).toContain(`§${cite}`)
      expect(out.trimEnd().split('\n').at(-1)).toBe(`${summary(0)}, 1 did not`)
    },
  )

  it('runs the other files if one of them cannot be run', async () => {
    const broken = changedJourney('broken.json', (draft) => {
      draft.notice = 'gd-2024-socialworker'
    })
    const { code, out } = await baokao(['journey', broken, validFile])
    expect(code).toBe(1)
    expect(out).toContain('broken.json: the journey cannot be run')
    expect(out.trimEnd().split('\n').at(-1)).toBe(`${summary(1)}, 1 did not`)
  })

  it('names the failed step, counted from 1', async () => {
    const file = changedJourney('third.json', (draft) => {
      if (draft.steps[2])
        draft.steps[2].expect = { facts: ['order.created'], absent: ['verification.requested'] }
    })
    const { code, out } = await baokao(['journey', file])
    expect(code).toBe(1)
    expect(out).toMatch(/step 3 /)
    expect(out).toMatch(/expected: the fact order\.created/)
    expect(out).toMatch(/got: verification\.requested/)
    expect(out).toMatch(/expected: no fact verification\.requested/)
    expect((await baokao(['journey', '--lang', 'zh', file])).out).toContain('第 3 步')
  })

  it('reports a refusal by another rule, and an acceptance instead of a refusal', async () => {
    const other = changedJourney('other.json', (draft) => {
      lastStep(draft).expect = { refused: 'payment.window' }
    })
    expect(await baokao(['journey', other])).toMatchObject({
      code: 1,
      out: expect.stringContaining('payment.window'),
    })
    const none = changedJourney('none.json', (draft) => {
      if (draft.steps[0]) draft.steps[0].expect = { refused: 'event.not-now' }
    })
    expect(await baokao(['journey', none])).toMatchObject({
      code: 1,
      out: expect.stringContaining('got: accepted'),
    })
  })

  it('runs the other files when one fails', async () => {
    const file = changedJourney('one.json', (draft) => {
      lastStep(draft).expect = { state: 'verifying' }
    })
    const { code, out } = await baokao(['journey', file, validFile])
    expect(code).toBe(1)
    expect(out).toContain(`${summary(1)}, 1 did not`)
  })

  it('prints JSON with --json', async () => {
    const { code, out } = await baokao(['journey', '--json', validFile])
    expect(code).toBe(0)
    const [printed, ...others] = JSON.parse(out)
    expect(others).toEqual([])
    expect(printed).toMatchObject({ file: validFile, passed: true, issues: [] })
    expect(printed.steps).toEqual(JSON.parse(JSON.stringify(run.steps)))
    const file = changedJourney('failing.json', (draft) => {
      lastStep(draft).expect = { state: 'verifying' }
    })
    const failing = await baokao(['journey', '--json', file])
    expect(failing.code).toBe(1)
    expect(JSON.parse(failing.out)[0].passed).toBe(false)
  })

  it('finds an exam beside the journey, in a parent folder, inline, or bundled', async () => {
    const exam = JSON.parse(readText('data/exams/social-worker.json'))
    mkdirSync(join(folder, 'below/deep'), { recursive: true })
    mkdirSync(join(folder, 'mine'), { recursive: true })
    writeFileSync(join(folder, 'mine/exam.json'), JSON.stringify(exam))
    for (const [name, spec] of [
      ['below/deep/parent.json', 'mine/exam.json'],
      ['beside.json', 'mine/exam.json'],
      ['inline.json', exam],
      ['bundled.json', 'data/exams/social-worker.json'],
      ['named.json', 'social-worker'],
    ]) {
      const file = changedJourney(name, (draft) => {
        draft.exam = spec
      })
      expect(await baokao(['journey', file])).toMatchObject({ code: 0, err: '' })
    }
  })
})

describe('a usage error (exit code 2, with the reason)', () => {
  it.each(['missing.json', 'missing/'])('is reported for a missing file: %s', async (name) => {
    const used = await baokao(['journey', name])
    expectUsageError(used, /missing.*no such file/)
    expectOneLine(used)
  })

  it('is reported for a folder without journeys', async () => {
    mkdirSync(join(folder, 'empty'), { recursive: true })
    const used = await baokao(['journey', 'empty'])
    expectUsageError(used, /empty.*no \.json file/)
    expectOneLine(used)
  })

  it.each([
    ['broken.json', '{ "title": ', /not JSON: it breaks off on line 1, column 12/],
    ['empty.json', '', /not JSON/],
    ['null.json', 'null', /not a journey/],
    ['number.json', '7', /not a journey/],
  ])('is reported for a file that is not a journey: %s', async (name, text, says) => {
    writeFileSync(join(folder, name), text)
    const used = await baokao(['journey', name])
    expectUsageError(used, says)
    expectOneLine(used)
  })

  it('is reported for a journey file that contains a list', async () => {
    writeFileSync(join(folder, 'list.json'), '[]')
    expectUsageError(await baokao(['journey', 'list.json']), /list\.json/)
  })

  it('is reported for an unknown key at the top level', async () => {
    const file = changedJourney('key.json', (draft) => {
      Object.assign(draft, { stepz: [] })
    })
    expectUsageError(await baokao(['journey', file]), /key\.json[\s\S]*stepz/)
  })

  it('is reported for an unknown key in the expectation of a step', async () => {
    const file = changedJourney('expect.json', (draft) => {
      lastStep(draft).expect = { sate: 'verifying' }
    })
    expectUsageError(await baokao(['journey', file]), /steps\.\d+\.expect[\s\S]*sate/)
  })

  it('is reported for an exam or a notice that does not exist', async () => {
    const noExam = changedJourney('no-exam.json', (draft) => {
      draft.exam = 'data/exams/astrology.json'
    })
    expectUsageError(await baokao(['journey', noExam]), /exam: .*astrology/)
    const noNotice = changedJourney('no-notice.json', (draft) => {
      draft.notice = 'data/notices/astrology.json'
    })
    expectUsageError(await baokao(['journey', noNotice]), /notice: .*astrology/)
    expectUsageError(await baokao(['journey', '--lang', 'zh', noNotice]), /没有/)
  })

  it('is reported for an inconsistent notice, with the path of the mistake', async () => {
    const notice = JSON.parse(readText('data/notices/gd-2024-social-worker.json'))
    notice.windows.payment.closes = notice.windows.payment.opens
    const file = changedJourney('sense.json', (draft) => {
      draft.notice = notice
    })
    expectUsageError(
      await baokao(['journey', file]),
      /notice\.windows\.payment\.closes: a window must close after/,
    )
    expectUsageError(
      await baokao(['journey', '--lang', 'zh', file]),
      /notice\.windows\.payment\.closes: 截止/,
    )
  })

  it.each([
    [['journey', '--frobnicate', 'x.json'], /unknown option '--frobnicate'/],
    [['journey'], /missing required argument 'file'/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['explain'], /missing required argument 'file'/],
    [['rules', '--frobnicate'], /unknown option '--frobnicate'/],
  ])('is reported for the arguments %j', async (args, says) => {
    expectUsageError(await baokao(args), says)
  })

  it.each([
    ['nowhere/drawing.txt', 'its folder does not exist', '所在的文件夹不存在'],
    ['.', 'a folder; a file is expected', '是文件夹，请给出一个文件'],
  ])('is reported for an output file that cannot be written: %s', async (file, en, zh) => {
    expectUsageError(await baokao(['diagram', '--out', file]), new RegExp(`--out ${file}: ${en}`))
    expectUsageError(
      await baokao(['diagram', '--out', file, '--lang', 'zh']),
      new RegExp(`--out ${file}: ${zh}`),
    )
  })

  it('is reported for an unsupported language, and otherwise in the selected language', async () => {
    expectUsageError(await baokao(['rules', 'proof.pdf', '--lang', 'fr']), /--lang|fr/)
    expectUsageError(await baokao(['rules', 'no.rule', '--lang', 'zh']), /no\.rule: 没有这条规则/)
    expectUsageError(
      await baokao(['journey', 'nowhere.json'], { LANG: 'zh_CN.UTF-8' }),
      /nowhere\.json: 没有这个文件/,
    )
  })
})

describe('the language of baokao', () => {
  const speaks = async (args: string[], env?: Record<string, string>) =>
    hanCharacter.test((await baokao(['rules', 'proof.pdf', ...args], env)).out) ? 'zh' : 'en'

  it('is the value of --lang', async () => {
    expect(await speaks(['--lang', 'zh'])).toBe('zh')
    expect(await speaks(['--lang', 'en'])).toBe('en')
    expect(await speaks(['--lang', 'en'], { LANG: 'zh_CN.UTF-8' })).toBe('en')
    expect(await speaks(['--lang', 'zh'], { LANG: 'en_US.UTF-8' })).toBe('zh')
  })

  it('is that of the locale without --lang, and English for any other locale', async () => {
    expect(await speaks([], { LANG: 'zh_CN.UTF-8' })).toBe('zh')
    expect(await speaks([], { LANG: 'en_US.UTF-8' })).toBe('en')
    expect(await speaks([], { LANG: 'de_DE.UTF-8' })).toBe('en')
    expect(await speaks([], { LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' })).toBe('zh')
    expect(await speaks([], {})).toBe('en')
  })

  it('is the only language in the output of --tell', async () => {
    const { out } = await baokao(['journey', '--tell', '--lang', 'en', inProject('examples/journeys')])
    // The office writes its reasons in Chinese.
    const lines = out.split('\n').map((line) => line.replace(/\breason [^·]*/, ''))
    const mixed = lines.filter((line) => hanCharacter.test(line))
    expect(mixed).toEqual([])
    expect((await baokao(['journey', '--tell', '--lang', 'zh', validFile])).out).toMatch(hanCharacter)
  })
})

describe('the help of baokao', () => {
  const helpOf = async (lang: 'zh' | 'en', ...command: string[]) => {
    const { code, out, err } = await baokao([...command, '--help', '--lang', lang])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return out
  }
  const terminal = {
    stdin: Readable.from([]),
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    env: {},
  }
  const commands = createProgram('en', terminal, () => {}).commands.map((command) => command.name())
  /** The entries of a help text: the lines of each command, argument or option. */
  const entries = (help: string) => help.match(/^ {2}\S.*(?:\n {10,}.*)*/gm) ?? []

  it('lists the commands', async () => {
    expect(commands).toEqual(
      expect.arrayContaining(['journey', 'explain', 'import', 'dead-letters', 'work', 'help']),
    )
  })

  it.each([[], ...commands.map((name) => [name])])('is in the language of --lang: %s', async (...command) => {
    const [zh, en] = [await helpOf('zh', ...command), await helpOf('en', ...command)]
    expect(entries(en)).not.toEqual([])
    expect(entries(zh).map((text) => text.split(/\s/)[2])).toEqual(
      entries(en).map((text) => text.split(/\s/)[2]),
    )
    const [description] = zh.split('\n').slice(2)
    for (const text of [description, ...entries(zh)]) expect(text).toMatch(hanCharacter)
    for (const text of entries(en)) expect(text.replaceAll('报考', '')).not.toMatch(hanCharacter)
    expect(zh).toMatch(/^用法：baokao/)
    expect(zh).not.toMatch(/Usage|[Oo]ptions|Arguments|Commands|choices|default/)
  })

  it.each(commands)('fits 80 columns and starts no line with closing punctuation: %s', async (command) => {
    for (const line of (await helpOf('zh', command)).split('\n')) {
      expect(stringWidth(line)).toBeLessThanOrEqual(80)
      expect(line).not.toMatch(/^\s*[，。；：、）”]/)
    }
  })

  it('stays on one line at width 0, and starts no wrapped line with a comma', async () => {
    const help = localizeHelp(new Command('x'), 'zh').createHelp()
    expect(help.boxWrap('把成绩表或银行对账单转为事件', 0)).toBe('把成绩表或银行对账单转为事件')
    expect(help.boxWrap('把成绩表，银行对账单转为事件'.repeat(3), 40)).toMatch(/^[^\n]+\n[^，][^\n]+\n/)
  })

  it('names the columns of an import list and fits 80 columns', async () => {
    expect(await helpOf('zh', 'import')).toContain('成绩表须有 registrationId')
    expect(await helpOf('en', 'import')).toContain('A marks list has a column registrationId')
    for (const line of (await helpOf('en', 'import')).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(80)
  })

  it('is the same through the `help` command, which rejects an unknown command', async () => {
    expect((await baokao(['help', 'rules'])).out).toBe(await helpOf('en', 'rules'))
    expect((await baokao(['help'])).out).toBe(await helpOf('en'))
    expectUsageError(await baokao(['help', 'nosuch']), /unknown command 'nosuch'/)
    expectUsageError(
      await baokao(['help', 'jorney', '--lang', 'zh']),
      /没有命令 “jorney”\n（是否想用 journey？）/,
    )
  })

  it('follows --lang before or after any command', async () => {
    expect((await baokao(['--lang', 'zh', 'rules', 'proof.pdf'])).out).toMatch(hanCharacter)
    expect((await baokao(['--lang', 'zh'])).err).toMatch(/^用法：/)
    expectUsageError(await baokao(['--lang', 'fr']), /Allowed choices are zh, en/)
    const { code, out } = await baokao(['schema', 'event', '--lang', 'zh'])
    expect({ code, schema: JSON.parse(out) }).toMatchObject({ code: 0, schema: { $schema: /json-schema/ } })
  })

  const howTo = (command: string) => `（baokao ${command} --help 说明其用法）`

  it.each([
    [['journy'], '错误：没有命令 “journy”', '（是否想用 journey？）', '（baokao --help 列出全部命令）'],
    [['rules', '--jso'], '错误：没有选项 “--jso”', '（是否想用 --json？）', howTo('rules')],
    [['rules', '--al'], '错误：没有选项 “--al”', howTo('rules')],
    [['journey'], '错误：缺少参数 “file”', howTo('journey')],
    [['view', '--out'], '错误：选项 “--out <file>” 缺少值', howTo('view')],
    [['import', 'x.csv'], '错误：须给出选项 “--exam <name>”', howTo('import')],
    [['migrate', '--print', '--check'], '错误：选项 “--print” 不可与 “--check” 同用', howTo('migrate')],
    [
      ['diagram', '--format', 'gif'],
      '错误：选项 “--format <format>” 不可为 “gif”，只可为 mermaid、json、xstate、svg',
      howTo('diagram'),
    ],
    [['explain', 'a', 'b'], '错误：参数过多，应有 1 个，实有 2 个', howTo('explain')],
  ] as [string[], ...string[]][])('reports a usage error in Chinese: %j', async (args, ...says) => {
    const { code, out, err } = await baokao(args, { LANG: 'zh_CN.UTF-8' })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.trim().split('\n')).toEqual(says)
  })
})

describe('baokao inspect', () => {
  it.each(['zh', 'en'] as const)('prints the title of the journey and the URL, in %s', async (lang) => {
    const args = [
      inProject('dist/cli.js'),
      'inspect',
      inProject('examples/journeys/filling/no-return.json'),
      '--lang',
      lang,
    ]
    const child = spawn(process.execPath, args)
    try {
      const [said] = (await once(child.stdout, 'data')) as [Buffer]
      const [title, url] = String(said).split('\n')
      expect(title).toBe(
        titleIn(JSON.parse(readText('examples/journeys/filling/no-return.json')).title, lang),
      )
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+/)
    } finally {
      child.kill()
    }
  })
})

describe('the output of baokao', () => {
  it.each([
    [['journey', validFile]],
    [['journey', '--tell', validFile]],
    [['explain', validFile]],
    [['guide', validFile]],
    [['rules']],
    [['--help']],
  ])('has no colours outside a terminal: %j', async (args) => {
    const { code, out, err } = await baokao(args, { LANG: 'C', FORCE_COLOR: '', TERM: 'xterm-256color' })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.length).toBeGreaterThan(20)
    expect(out).not.toContain(escapeCode)
  })

  it('is the version of the package with --version', async () => {
    expect(await baokao(['--version'])).toEqual({
      code: 0,
      out: `${JSON.parse(readText('package.json')).version}\n`,
      err: '',
    })
  })
})

describe('baokao explain', () => {
  const json = async (...args: string[]) => JSON.parse((await baokao(['explain', '--json', ...args])).out)
  const { steps, opened } = run

  it('prints the possible events with sender and deadline, and why the others are not possible', async () => {
    const { code, out, err } = await baokao(['explain', '--ids', validFile, '--at', '5'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('filling.route')
    expect(out).toMatch(/candidate .* route\.choose .*until .*registration\.closes/s)
    expect(out).toMatch(/Deadlines ahead\n.*registration\.closes/s)
    expect(out).toMatch(/Not possible now[\s\S]*§/)
    expect((await baokao(['explain', validFile, '--at', '5', '--lang', 'zh'])).out).toMatch(
      /现在可办[\s\S]*现在不可办/,
    )
    const earlier = async (lang: string) =>
      (await baokao(['explain', validFile, '--at', '4', '--lang', lang])).out
    expect(await earlier('zh')).toMatch(/保存报考信息 {2}4月7日9:00起可办理/)
    expect(await earlier('en')).toMatch(/Save the application {2}possible from 7 April 09:00/)
  })

  it('prints "nothing" if no deadline is ahead', async () => {
    const { out } = await baokao([
      'explain',
      inProject('examples/journeys/certified/association.json'),
      '--at',
      '7',
    ])
    expect(out).toContain('\nDeadlines ahead\n  nothing\n')
  })

  it('refuses an exam, a notice and a folder', async () => {
    for (const [name, says] of [
      ['data/exams/social-worker.json', /social-worker\.json: of the kind exam, not a journey/],
      ['data/notices/gd-2024-pharmacist.json', /pharmacist\.json: of the kind notice, not a journey/],
      ['examples/journeys', /journeys: a folder; one file is expected/],
    ] as const) {
      const used = await baokao(['explain', inProject(name)])
      expectUsageError(used, says)
      expectOneLine(used)
    }
  })

  it('shows the opening with --at 0, step N with --at N, and the last step without --at', async () => {
    expect((await json(validFile, '--at', '0')).state).toEqual(opened?.snapshot?.value)
    for (const [i, { decision }] of someSteps()) {
      expect((await json(validFile, '--at', `${i + 1}`)).state).toEqual(decision.snapshot.value)
    }
    expect((await json(validFile)).state).toEqual(steps.at(-1)?.decision.snapshot.value)
  })

  it('shows the registration at an instant with --at, after the deadlines due by then', async () => {
    const at = '2024-04-02T12:00:00+08:00'
    expect(await json(validFile, '--at', at)).toMatchObject({ at, state: { filling: 'application' } })
    const late = await json(validFile, '--at', '2024-12-01T00:00:00+08:00')
    expect(late.state).toEqual({ ended: 'abandoned' })
    expect(late.deadlines).toEqual([])
  })

  it.each([
    [`${steps.length + 1}`, /steps 0 .* to \d+/],
    ['999', /steps 0 .* to \d+/],
    ['-1', /--at/],
    ['soon', /neither a step nor an instant/],
    ['2020-01-01T00:00:00+08:00', /before the journey opens/],
    ['2024-04-02', /neither a step nor an instant/],
    ['2024-04-02T12:00:00', /neither a step nor an instant/],
    ['2024-04-31T12:00:00+08:00', /neither a step nor an instant/],
    ['9000-01-01T00:00:00Z', /neither a step nor an instant/],
  ])('refuses --at %s', async (at, says) => {
    const used = await baokao(['explain', validFile, '--at', at])
    expectUsageError(used, says)
    expectOneLine(used)
  })

  it('prints JSON with --json', async () => {
    const { explanations, deadlines } = await json(validFile, '--at', '5')
    expect(explanations).toContainEqual({
      type: 'route.choose',
      by: 'candidate',
      possible: true,
      rules: [],
      until: 'registration.closes',
      untilAt: '2024-04-17T17:00:00+08:00',
    })
    expect(deadlines[0]).toMatchObject({ name: 'registration.closes' })
  })

  it('reports a missing journey file or exam', async () => {
    expectUsageError(await baokao(['explain', 'missing.json']), /missing\.json/)
    const file = changedJourney('nowhere.json', (draft) => {
      draft.exam = 'astrology'
    })
    expectUsageError(await baokao(['explain', file]), /astrology/)
  })
})

describe('baokao guide', () => {
  const json = async (...args: string[]) => JSON.parse((await baokao(['guide', '--json', ...args])).out)
  const { steps, opened } = run

  it('prints the notes, sites and hotlines that apply, each with its §', async () => {
    const { code, out, err } = await baokao(['guide', '--ids', validFile, '--at', '5'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('filling.route')
    expect(out).toMatch(/Good to know\n[\s\S]*route-once §5 §5\.1\.4[\s\S]*Sites\n[\s\S]*Hotlines\n/)
    expect(out).toMatch(/portal §2\.1\n {4}http:\/\/zg\.cpta\.com\.cn/)
    expect(out).toContain('020-12333')
    expect(out).not.toMatch(/To bring or upload|reissue/)
    expect((await baokao(['guide', validFile, '--at', '5', '--lang', 'zh'])).out).toMatch(
      /提示[\s\S]*网站[\s\S]*电话/,
    )
  })

  it('shows the opening with --at 0, step N with --at N, and the last step without --at', async () => {
    const items = (snapshot: unknown) => guide(snapshot as Snapshot)
    expect((await json(validFile, '--at', '0')).items).toEqual(items(opened?.snapshot))
    for (const [i, { decision }] of someSteps()) {
      expect((await json(validFile, '--at', `${i + 1}`)).items).toEqual(items(decision.snapshot))
    }
    expect(await json(validFile)).toMatchObject({
      state: steps.at(-1)?.decision.snapshot.value,
      items: items(steps.at(-1)?.decision.snapshot),
    })
  })

  it('prints the items of a custom region, or a message if there are none', async () => {
    const title = { zh: '带上雨伞', en: 'Bring an umbrella' }
    const hours = { zh: '随时', en: 'at any time' }
    const item = { id: 'rain', kind: 'hotline', title, phone: '0755-12345', hours, cites: ['policy'] }
    const region = { code: '440300', name: title, items: [{ ...item, when: ['all'] }] }
    writeFileSync(join(folder, 'shenzhen.json'), JSON.stringify(region))
    const { code, out } = await baokao(['guide', validFile, '--region', 'shenzhen.json'])
    expect(code).toBe(0)
    expect(out).toMatch(/Hotlines\n {2}Bring an umbrella policy\n {4}0755-12345 {2}at any time\n$/)
    writeFileSync(join(folder, 'silent.json'), JSON.stringify({ ...region, items: [] }))
    expect((await baokao(['guide', validFile, '--region', 'silent.json'])).out).toContain(
      phrases.noGuidance.en,
    )
  })

  it('reports the mistakes of a region by path, and a missing region file', async () => {
    const [item] = regions['440100'].items
    const region = { ...regions['440100'], items: [{ ...item, when: ['nowhere'] }] }
    writeFileSync(join(folder, 'region.json'), JSON.stringify(region))
    const used = (lang: string) => baokao(['guide', validFile, '--region', 'region.json', '--lang', lang])
    expectUsageError(await used('en'), /not a region\n {2}items\.0\.when\.0: there is no state "nowhere"/)
    expectUsageError(await used('zh'), /items\.0\.when\.0: 没有状态“nowhere”/)
    expectUsageError(
      await baokao(['guide', validFile, '--region', 'missing.json']),
      /missing\.json: no such file/,
    )
  })

  it.each([
    ['999', /steps 0 .* to \d+/],
    ['soon', /neither a step nor an instant/],
    ['2020-01-01T00:00:00+08:00', /before the journey opens/],
  ])('refuses --at %s', async (at, says) => {
    const used = await baokao(['guide', validFile, '--at', at])
    expectUsageError(used, says)
    expectOneLine(used)
  })

  it('reports a missing journey file or argument', async () => {
    expectUsageError(await baokao(['guide', 'missing.json']), /missing\.json/)
    expectUsageError(await baokao(['guide']), /missing required argument 'file'/)
  })
})

describe('baokao rules', () => {
  it('prints every rule with its message', async () => {
    const { code, out, err } = await baokao(['rules'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const id of ruleIds) {
      expect(out).toContain(id)
      expect(out).toContain(rules[id].message.en)
    }
  })

  it('prints only the named rules', async () => {
    const { code, out } = await baokao(['rules', 'proof.pdf', 'commitment.no-return'])
    expect(code).toBe(0)
    expect(out).toContain('§5.1.4 §6.4.5')
    expect(out).toMatch(/^proof\.pdf/)
    expect(out).not.toContain('payment.late')
  })

  it('prints JSON with --json', async () => {
    expect(JSON.parse((await baokao(['rules', '--json'])).out).map(({ id }: { id: string }) => id)).toEqual(
      ruleIds,
    )
    const { kind, cites, title, message } = rules['proof.pdf']
    expect(JSON.parse((await baokao(['rules', '--json', 'proof.pdf'])).out)).toEqual([
      { id: 'proof.pdf', kind, cites, title, message },
    ])
  })

  it.each(['proof.pdv', 'constructor', ''])('refuses the unknown rule %j', async (id) => {
    const used = await baokao(['rules', id])
    expectUsageError(used, /no such rule/)
    expectOneLine(used)
  })

  it('names the nearest rule for a misspelt one, and none if no rule is near', async () => {
    expect((await baokao(['rules', 'proof.pdv'])).err).toBe(
      'baokao: proof.pdv: no such rule; did you mean proof.pdf?\n',
    )
    expect((await baokao(['rules', 'proof.pdv', '--lang', 'zh'])).err).toBe(
      'baokao: proof.pdv: 没有这条规则；是否指 proof.pdf？\n',
    )
    expect((await baokao(['rules', 'constructor'])).err).toBe('baokao: constructor: no such rule\n')
  })
})

describe('baokao schema', () => {
  it('names the nearest schema for a misspelt one, and all schemas if none is near', async () => {
    expectUsageError(
      await baokao(['schema', 'evnt']),
      /^baokao: evnt: no such schema; did you mean event\?\n$/,
    )
    expectUsageError(
      await baokao(['schema', 'poem', '--lang', 'zh']),
      /^baokao: poem: 没有这个模式；可用的有：event、fact、/,
    )
  })
})

describe('baokao rules --coverage', () => {
  it('prints every section with the rules, guidance and journeys that cite it', async () => {
    const { code, out, err } = await baokao([
      'rules',
      '--coverage',
      '--lang',
      'zh',
      inProject('examples/journeys'),
    ])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /§5\.1\.4 撤回承诺\n {2}规则 .*commitment\.no-return.*\n {2}指引 100000 .*\n {2}过程 /,
    )
    expect(out).toMatch(/§1 信息查询网站\n {2}没有：仅为标题/)
    expect(out).toMatch(/\d+\/\d+ 节已有对应内容\n$/)
  })

  it('prints JSON with --json, also without journeys', async () => {
    const traced = JSON.parse((await baokao(['rules', '--coverage', '--json'])).out)
    expect(traced.find(({ number }: { number: string }) => number === '9.2')).toMatchObject({ journeys: [] })
  })
})

describe('--provisions', () => {
  const module = (name: string, code: string | null): string => {
    if (code !== null) writeFileSync(join(folder, name), code)
    return join(folder, name)
  }
  const national = "import { createRegistrations } from 'baokao'\nexport default createRegistrations()"

  it('knows the rules of the provisions when it names the mistakes of a journey', async () => {
    const file = changedJourney('local.json', (draft) => {
      const [first] = draft.steps
      if (first) draft.steps[0] = { ...first, expect: { refused: 'sh.social-security', sate: 'verifying' } }
    })
    const provisions = inProject('examples/provisions/social-security.mjs')
    const { err } = await baokao(['journey', file, '--provisions', provisions])
    expect(err).toContain('sate')
    expect(err).not.toContain('sh.social-security')
  })

  it.each([
    ['a folder', '.', null, /cannot be read \(EISDIR\)/],
    ['what is no module', 'text.mjs', 'import {', /not a JavaScript module/],
    ['what throws a text', 'throws.mjs', "throw 'plain'", /cannot be loaded: plain/],
    ['what throws nothing', 'null.mjs', 'throw null', /cannot be loaded: null/],
    [
      'what imports a default',
      'default.mjs',
      national.replace('{', 'all, {'),
      /cannot be loaded: .*'baokao'/,
    ],
    [
      'another import behind a byte order mark',
      'bom.mjs',
      `\uFEFFimport 'node:fs'\n${national}`,
      /imports node:fs/,
    ],
  ])('refuses %s in one line', async (_, name, code, says) => {
    const used = await baokao(['rules', '--provisions', module(name, code)])
    expectUsageError(used, says)
    expectOneLine(used)
  })

  it('is not for the coverage of the official text', async () => {
    const used = await baokao(['rules', '--coverage', '--provisions', module('national.mjs', national)])
    expectUsageError(used, /--coverage: it shows the official text/)
  })
})

describe('baokao validate', () => {
  it('finds no mistakes in the files of the project', async () => {
    const { code, out } = await baokao([
      'validate',
      ...['data/exams', 'data/notices', 'data/regions', 'examples/journeys'].map(inProject),
    ])
    expect(code).toBe(0)
    expect(out).toContain('exam\n')
    expect(out).not.toContain('✗')
  })

  it('reports every mistake by its path, in the language of --lang', async () => {
    const file = join(folder, 'notice.json')
    const notice = JSON.parse(readText('data/notices/gd-2024-social-worker.json'))
    writeFileSync(file, JSON.stringify({ ...notice, commitment: 'maybe', fees: {} }))
    const { code, out, err } = await baokao(['validate', file, '--lang', 'zh'])
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(
      /✗ .*notice\.json 报考通知\n {2}commitment: “告知承诺制”须为以下之一：.*\n {2}fees: 没有这个字段；是否指 fee？/,
    )
    const [result] = JSON.parse((await baokao(['validate', '--json', file])).out)
    expect(result).toMatchObject({ kind: 'notice', issues: [{ path: 'commitment' }, { path: 'fees' }] })
  })

  it('compares a notice with an exam among the files', async () => {
    const page = readText('docs/another-exam.md')
    for (const [, name = '', text = ''] of page.matchAll(/```json (\S+)\n([\s\S]*?)```/g))
      writeFileSync(join(folder, name), text)
    const files = ['archives.json', 'zj-2026-archives.json', 'region-330000.json']
    expect((await baokao(['validate', ...files])).code).toBe(0)
    expect((await baokao(['validate', 'zj-2026-archives.json'])).out).toContain('give its file by --exam')
    const notice = JSON.parse(readFileSync(join(folder, 'zj-2026-archives.json'), 'utf8'))
    writeFileSync(
      join(folder, 'zj-2026-archives.json'),
      JSON.stringify({ ...notice, passMarks: { basic: 60 } }),
    )
    const { code, out } = await baokao(['validate', ...files])
    expect(code).toBe(1)
    expect(out).toContain('the exam has no subject "basic"; did you mean basics?')
  })

  it('reports why it cannot check a file, and checks the others', async () => {
    writeFileSync(join(folder, 'plain.json'), '{ "a": 1 }')
    writeFileSync(join(folder, 'broken.json'), '{ "a": ')
    writeFileSync(join(folder, 'gbk.json'), Buffer.from('{ "name": "\xbf\xbc" }', 'latin1'))
    writeFileSync(join(folder, 'marked.json'), `\ufeff${readText('data/exams/economics.json')}`)
    const { code, out } = await baokao(['validate', 'plain.json', 'broken.json', 'gbk.json', 'marked.json'])
    expect(code).toBe(2)
    expect(out).toContain('✗ plain.json\n  neither exam, notice, region, journey; say which with --as')
    expect(out).toContain('✗ broken.json\n  not JSON: it breaks off on line 1, column 8\n')
    expect(out).toContain('✗ gbk.json\n  not UTF-8')
    expect(out).toContain('✓ marked.json exam\n')
    expectUsageError(await baokao(['validate', 'missing.json']), /missing\.json: no such file/)
    expectUsageError(await baokao(['validate', 'plain.json', '--as', 'poem']), /Allowed choices are exam/)
    expect((await baokao(['validate', 'plain.json', '--as', 'exam'])).code).toBe(1)
  })
})
