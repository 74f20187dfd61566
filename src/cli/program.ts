import { Command, Option } from 'commander'
import packageJson from '../../package.json'
import { schemaNames } from '../schemas'
import { coverageCommand } from './coverageCommand'
import { diagramCommand, formatNames } from './diagramCommand'
import { explainCommand } from './explainCommand'
import { guideCommand } from './guideCommand'
import { speak } from './help'
import { inspectCommand } from './inspectCommand'
import { journeyCommand } from './journeyCommand'
import { fileKinds } from './mistakes'
import { styleFor } from './output'
import type { Language } from './phrases'
import { rulesCommand } from './rulesCommand'
import { schemaCommand } from './schemaCommand'
import { type Kit, storeCommands } from './storeCommands'
import { validateCommand } from './validateCommand'
import { viewCommand } from './viewCommand'

/** Every command with its options, and how each is told in help. */

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** @param finish hears the exit code of the command that was run */
export function program(lang: Language, finish: (code: number) => void): Command {
  const style = styleFor(lang, process.stdout, process.env)
  const say = (zh: string, en: string): string => ({ zh, en })[lang]
  const baokao = speak(new Command('baokao'), lang)
    .description(
      say(
        '报考：专业技术人员职业资格考试报名，一个状态机',
        '报考 — registration for professional qualification exams in China, as one state machine',
      ),
    )
    .version(packageJson.version, '-V, --version', say('显示版本', 'output the version number'))
    .addOption(
      new Option(
        '--lang <language>',
        say('输出的语言，默认随系统区域设置', 'language of the output; by default that of the locale'),
      ).choices(['zh', 'en']),
    )
    .helpCommand(false)
    .exitOverride()
  const hinting = (made: Command, zh: string, en: string) =>
    made.showHelpAfterError(say(`（${zh}）`, `(${en})`))
  hinting(baokao, 'baokao --help 列出全部命令', 'baokao --help lists what there is')

  const plain = (name: string, zh: string, en: string) =>
    hinting(
      baokao.command(name).description(say(zh, en)),
      `baokao ${name} --help 说明其用法`,
      `baokao ${name} --help tells how it is used`,
    )
  const command = (name: string, zh: string, en: string) =>
    plain(name, zh, en).option('--json', say('输出 JSON，供程序读取', 'print JSON, for machines'))
  const kit: Kit = { say, plain, command, style, finish, print }
  const journeyFile = say('过程文件', 'a journey file')
  const journeyFiles = say('过程文件，或其所在文件夹', 'journey files, or folders of them')
  const moment = say(
    '第几步之后（0 为开启），或某一时刻；默认为最后一步之后',
    'after that step (0 is the opening), or at an instant; by default after the last',
  )

  command(
    'journey',
    '运行过程文件，逐步与其期望比较',
    'run journey files, and compare each step with what it expects',
  )
    .argument('<file...>', journeyFiles)
    .option('--tell', say('逐步讲述每个过程', 'tell each journey step by step'))
    .action((files, options) => finish(journeyCommand(files, options, style, print)))

  command(
    'explain',
    '过程中某一时刻可以办什么、由谁办、到何时为止，其余为何不可办',
    'what can be done at a moment of a journey, by whom, until when, and why not the rest',
  )
    .argument('<file>', journeyFile)
    .option('--at <step>', moment)
    .action((file, options) => finish(explainCommand(file, options, style, print)))

  command(
    'guide',
    '过程中某一时刻告知考生的内容：材料、提示、网站、电话',
    'what people are told at a moment of a journey: documents, notes, sites, hotlines',
  )
    .argument('<file>', journeyFile)
    .option('--at <step>', moment)
    .option(
      '--region <file>',
      say(
        '城市的地区文件，默认用内置的所选报考地',
        'the region file of a city; by default the bundled one of the place chosen',
      ),
    )
    .action((file, options) => finish(guideCommand(file, options, style, print)))

  command(
    'rules',
    '列出全部规则及其依据的官方文本章节',
    'print the catalogue of rules, each with its § in the official text',
  )
    .argument(
      '[id...]',
      say(
        '只列这些规则；与 --coverage 同用时，为展示它们的过程文件或文件夹',
        'only these rules; with --coverage: journey files or folders that show them',
      ),
    )
    .option(
      '--coverage',
      say(
        '列出官方文本各节，及以其为依据者',
        'print the sections of the official text with whatever rests on each',
      ),
    )
    .action((names, options) => {
      const run = options.coverage ? coverageCommand : rulesCommand
      finish(run(names, options, style, print))
    })

  plain(
    'view',
    '制作全流程与过程的网页：可看、可逐步播放、可亲自试办',
    'make a page of the whole lifecycle, and of journeys: to look at, to step through, to play',
  )
    .argument('[file...]', journeyFiles)
    .option(
      '--out <file>',
      say('网页写入此文件，否则直接输出', 'where to write the page; otherwise it is printed'),
    )
    .action((files, options) => finish(viewCommand(files, options, style, print)))

  command(
    'validate',
    '检查考试、报考通知、地区或过程文件，指出每一处错误',
    'check files of exams, notices, regions or journeys, and name every mistake',
  )
    .argument('<file...>', say('JSON 文件，或其所在文件夹', 'JSON files, or folders of them'))
    .addOption(
      new Option(
        '--as <kind>',
        say('文件的种类，无法看出时须给出', 'the kind of the files, where it cannot be told from them'),
      ).choices(fileKinds),
    )
    .option(
      '--exam <file>',
      say('报考通知所属的考试，非内置时给出', 'the exam of a notice, where it is not a bundled one'),
    )
    .action((files, options) => finish(validateCommand(files, options, style, print)))

  plain(
    'diagram',
    '绘出状态机，各拒绝收在其所守的箭头里',
    'draw the machine, its refusals folded into the arrows that they protect',
  )
    .addOption(
      new Option('--format <format>', say('输出的格式', 'what to draw it as'))
        .choices(formatNames)
        .default('mermaid'),
    )
    .option(
      '--state <path>',
      say(
        '只绘此状态，如 declaring.proof；否则绘全图',
        'only that state, such as declaring.proof; else the whole',
      ),
    )
    .option('--all', say('每条规则或每条箭头单独绘出', 'every rule, or every arrow, by itself'))
    .option('--out <file>', say('写入文件，不直接输出', 'write a file instead of printing'))
    .action((options) => finish(diagramCommand(options, style, print)))

  plain(
    'inspect',
    '在 Stately 检查器中播放过程，网页只有本机可以打开',
    'play a journey for the Stately inspector, on a page that only this machine can open',
  )
    .argument('<file>', journeyFile)
    .addOption(
      new Option('--port <number>', say('网页的端口', 'the port of the page')).default(
        '0',
        say('任一空闲端口', 'any free one'),
      ),
    )
    .option('--all', say('状态机的每条箭头单独绘出', 'every arrow of the machine by itself'))
    .action(async (file, options) => finish(await inspectCommand(file, options, style, print)))

  storeCommands(kit)

  plain(
    'schema',
    '输出事件、结果、考试、报考通知、地区、输入、快照或过程的 JSON Schema',
    'print the JSON Schema of events, facts, exams, notices, regions, inputs, snapshots or journeys',
  )
    .argument('[name]', say(`可为 ${schemaNames.join('、')}`, `one of ${schemaNames.join(', ')}`))
    .action((name) => finish(schemaCommand(name, print)))

  plain('help', '显示某个命令的帮助', 'display help for command')
    .argument('[command]', say('命令', 'a command'))
    .action((name: string | undefined) => {
      const asked = name === undefined ? baokao : baokao.commands.find((one) => one.name() === name)
      // A command that there is not is told as such, with what was meant.
      if (asked === undefined) baokao.parse([String(name)], { from: 'user' })
      else asked.help()
    })

  return baokao
}
