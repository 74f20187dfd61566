import { Command, Option } from 'commander'
import { version as libraryVersion } from '../../package.json'
import type { Language } from '../language'
import { schemaNames } from '../schemas'
import type { CommandContext } from './commandContext'
import { coverageCommand } from './coverageCommand'
import { demoCommand } from './demoCommand'
import { explainCommand } from './explainCommand'
import { fileKinds } from './fileIssues'
import { guideCommand } from './guideCommand'
import { localizeHelp } from './help'
import { journeyCommand } from './journeyCommand'
import { styleFor } from './output'
import { addPictureCommands } from './pictureCommands'
import { decidedBy, provisionsOption } from './provisionsFile'
import { rulesCommand } from './rulesCommand'
import { schemaCommand } from './schemaCommand'
import { addServeCommand } from './serve/addServeCommand'
import { addStoreCommands } from './storeCommands'
import type { Terminal } from './terminal'
import { UsageError } from './usageError'
import { validateCommand } from './validateCommand'

const coverageIsNational = new UsageError(
  '--coverage: it shows the official text, which provisions do not change',
  '--coverage 显示官方文本的各节，与 --provisions 无关',
)

/**
 * Builds the command line with its help in one language.
 * @param setExitCode called with the exit code of the command that ran
 */
export function createProgram(
  lang: Language,
  terminal: Terminal,
  setExitCode: (code: number) => void,
): Command {
  const { stdout, stderr, env } = terminal
  const style = styleFor(lang, stdout, env)
  const print = (line: string): void => {
    stdout.write(`${line}\n`)
  }
  const text = (zh: string, en: string): string => ({ zh, en })[lang]
  const baokao = localizeHelp(new Command('baokao'), lang)
    .description(
      text(
        '报考：专业技术人员职业资格考试报名全流程状态机',
        '报考 — registration for professional qualification exams in China, as one state machine',
      ),
    )
    .version(libraryVersion, '-V, --version', text('显示版本', 'output the version number'))
    .addOption(
      new Option(
        '--lang <language>',
        text('输出的语言，默认随系统区域设置', 'language of the output; by default that of the locale'),
      ).choices(['zh', 'en']),
    )
    .helpCommand(false)
    .configureOutput({
      writeOut: (written) => stdout.write(written),
      writeErr: (written) => stderr.write(written),
      getOutHelpWidth: () => stdout.columns ?? 80,
    })
    .exitOverride()
  const addErrorHint = (command: Command, zh: string, en: string) =>
    command.showHelpAfterError(text(`（${zh}）`, `(${en})`))
  addErrorHint(baokao, 'baokao --help 列出全部命令', 'baokao --help lists all commands')

  const addCommand = (name: string, zh: string, en: string) =>
    addErrorHint(
      baokao.command(name).description(text(zh, en)),
      `baokao ${name} --help 说明其用法`,
      `baokao ${name} --help shows its usage`,
    )
  const addJsonCommand = (name: string, zh: string, en: string) =>
    addCommand(name, zh, en).option('--json', text('输出 JSON，供程序读取', 'print JSON, for machines'))
  const idsOption = () =>
    new Option(
      '--ids',
      text('同时显示事项、规则、状态等的编号', 'print the ids of events, rules and states, too'),
    )
  const journeyFileText = text('过程文件', 'a journey file')
  const journeyFilesText = text('过程文件，或其所在文件夹', 'journey files, or folders of them')
  const momentText = text(
    '第几步之后（0 为开启），或某一时刻；默认为最后一步之后',
    'after that step (0 is the opening), or at an instant; by default after the last',
  )

  addCommand(
    'demo',
    '演示一次报名，说明每一步的含义',
    'play one short registration, and say what each step means',
  )
    .option(
      '--today <day>',
      text('报名当日，YYYY-MM-DD；默认为今天', 'the day on which it begins, YYYY-MM-DD; by default today'),
    )
    .action(({ today }) => setExitCode(demoCommand(style, print, today, terminal.env)))

  addJsonCommand(
    'journey',
    '运行过程文件，逐步与其期望比较',
    'run journey files, and compare each step with what it expects',
  )
    .argument('<file...>', journeyFilesText)
    .option('--tell', text('逐步显示每个过程', 'print each journey step by step'))
    .addOption(idsOption())
    .addOption(provisionsOption(style))
    .action(async (files, options) =>
      setExitCode(journeyCommand(files, options, await decidedBy(style, options), print)),
    )

  addJsonCommand(
    'explain',
    '显示过程中某一时刻可以办什么、由谁办、到何时为止，其余为何不可办',
    'print what can be done at a moment of a journey, by whom, until when, and why not the rest',
  )
    .argument('<file>', journeyFileText)
    .addOption(idsOption())
    .option('--at <step>', momentText)
    .addOption(provisionsOption(style))
    .action(async (file, options) =>
      setExitCode(explainCommand(file, options, await decidedBy(style, options), print)),
    )

  addJsonCommand(
    'guide',
    '显示过程中某一时刻给考生的指引：材料、提示、网站、电话',
    'guidance for candidates at a moment of a journey: documents, notes, sites, hotlines',
  )
    .argument('<file>', journeyFileText)
    .addOption(idsOption())
    .option('--at <step>', momentText)
    .addOption(
      new Option(
        '--region <file>',
        text(
          '城市的地区文件，默认用所选报名地的内置文件；可重复，其后为它所沿用的非内置地区',
          'the region file of a city; by default the bundled one of the place chosen; again: a region that it inherits from',
        ),
      ).argParser((file, files: string[] = []) => [...files, file]),
    )
    .addOption(provisionsOption(style))
    .action(async (file, options) =>
      setExitCode(guideCommand(file, options, await decidedBy(style, options), print)),
    )

  addJsonCommand(
    'rules',
    '列出全部规则及其依据的官方文本章节',
    'print the catalogue of rules, each with its § in the official text',
  )
    .argument(
      '[id...]',
      text(
        '只列这些规则；与 --coverage 同用时，填过程文件或其所在文件夹',
        'only these rules; with --coverage: journey files or folders that show them',
      ),
    )
    .option(
      '--coverage',
      text(
        '列出官方文本各节，以及依据该节的规则、状态、指引和过程',
        'print the sections of the official text, each with what covers it',
      ),
    )
    .addOption(provisionsOption(style))
    .action(async (names, options) => {
      if (options.coverage && options.provisions) throw coverageIsNational
      const runCommand = options.coverage ? coverageCommand : rulesCommand
      setExitCode(runCommand(names, options, await decidedBy(style, options), print))
    })

  addJsonCommand(
    'validate',
    '检查考试、报考通知、地区或过程文件，指出每一处错误',
    'check files of exams, notices, regions or journeys, and name every mistake',
  )
    .argument('<file...>', text('JSON 文件，或其所在文件夹', 'JSON files, or folders of them'))
    .addOption(
      new Option(
        '--as <kind>',
        text(
          '文件的种类；无法自动识别时须指定',
          'the kind of the files, where their content does not show it',
        ),
      ).choices(fileKinds),
    )
    .option(
      '--exam <file>',
      text(
        '报考通知所属的考试文件；不是内置考试时须指定',
        'the exam of a notice, where it is not a bundled one',
      ),
    )
    .addOption(provisionsOption(style))
    .action(async (files, options) =>
      setExitCode(validateCommand(files, options, await decidedBy(style, options), print)),
    )

  const context: CommandContext = { text, addCommand, addJsonCommand, style, setExitCode, print, terminal }
  addPictureCommands(context)
  addStoreCommands(context)
  addServeCommand(context)

  addCommand(
    'schema',
    '输出事项、结果、判定、考试、报考通知、过程等的 JSON Schema',
    'print the JSON Schema of events, facts, decisions, exams, notices, journeys and others',
  )
    .argument('[name]', text(`可为 ${schemaNames.join('、')}`, `one of ${schemaNames.join(', ')}`))
    .action((name) => setExitCode(schemaCommand(name, lang, print)))

  addCommand('help', '显示某个命令的帮助', 'display help for command')
    .argument('[command]', text('命令', 'a command'))
    .action((name: string | undefined) => {
      const command =
        name === undefined ? baokao : baokao.commands.find((candidate) => candidate.name() === name)
      // Parsing an unknown command makes commander print its error, with similar command names.
      if (command === undefined) baokao.parse([String(name)], { from: 'user' })
      else command.help()
    })

  return baokao
}
