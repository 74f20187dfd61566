#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander'
import packageJson from '../../package.json'
import { schemaNames } from '../schemas'
import { coverageCommand } from './coverage'
import { diagramCommand, formatNames } from './diagram'
import { explainCommand } from './explain'
import { WrongUse } from './files'
import { guideCommand } from './guide'
import { importCommand } from './import'
import { inspectCommand } from './inspect'
import { journeyCommand } from './journey'
import { chooseLanguage } from './language'
import { migrateCommand } from './migrate'
import { fileKinds } from './mistakes'
import { type Style, styleFor } from './output'
import { parkedCommand } from './parked'
import { rulesCommand } from './rules'
import { schemaCommand } from './schema'
import { validateCommand } from './validate'
import { viewCommand } from './view'
import { workCommand } from './work'

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** In which wrong use is told: once a command is known, in its own. */
let told = chooseLanguage(undefined, process.env)

const style = ({ lang }: { lang?: string }): Style =>
  styleFor(chooseLanguage(lang, process.env), process.stdout, process.env)

const gathered = (one: string, others: string[] = []): string[] => [...others, one]

const importHelp = `
A marks list has a column registrationId (报名号) and one for each subject, by its code or name; a cell is a
mark, absent (缺考), misconduct (违纪) or invalid (无效), and empty where the subject was not registered.
A list of payments has orderNo (订单号), transactionId (交易号), amountFen or amount in yuan (金额), and
paidAt (支付时间, in China's time where it has no offset).
Every column must mean something: take names and other columns out. Without --at it happens now, and what is imported
later must not be dated before it. Broken off, the same command goes on: no line is done twice; a refused line is sent
again once nothing stands against it. Exit code 1 where a line was bad or refused.`

function program(finish: (code: number) => void): Command {
  const baokao = new Command('baokao')
    .description('报考 — registration for professional qualification exams in China, as one state machine')
    .version(packageJson.version)
    .showHelpAfterError('(baokao --help lists what there is)')
    .exitOverride()
    .hook('preAction', (_, command) => {
      told = chooseLanguage(command.opts<{ lang?: string }>().lang, process.env)
    })

  const spoken = (name: string, description: string) =>
    baokao
      .command(name)
      .description(description)
      .addOption(
        new Option('--lang <language>', 'language of the output; by default that of the locale').choices([
          'zh',
          'en',
        ]),
      )
  const command = (name: string, description: string) =>
    spoken(name, description).option('--json', 'print JSON, for machines')
  const store = '--store <url>'
  const where = 'postgres://… or pglite:FOLDER'

  command('journey', 'run journey files, and compare each step with what it expects')
    .argument('<file...>', 'journey files, or folders of them')
    .option('--tell', 'tell each journey step by step')
    .action((files, options) => finish(journeyCommand(files, options, style(options), print)))

  command('explain', 'what can be done at a moment of a journey, by whom, until when, and why not the rest')
    .argument('<file>', 'a journey file')
    .option('--at <step>', 'after that step (0 is the opening), or at an instant; by default after the last')
    .action((file, options) => finish(explainCommand(file, options, style(options), print)))

  command('guide', 'what people are told at a moment of a journey: documents, notes, sites, hotlines')
    .argument('<file>', 'a journey file')
    .option('--at <step>', 'after that step (0 is the opening), or at an instant; by default after the last')
    .option('--region <file>', 'the region file of a city; by default the bundled one of the place chosen')
    .action((file, options) => finish(guideCommand(file, options, style(options), print)))

  command('rules', 'print the catalogue of rules, each with its § in the official text')
    .argument('[id...]', 'only these rules; with --coverage: journey files or folders that show them')
    .option('--coverage', 'print the sections of the official text with whatever rests on each')
    .action((names, options) => {
      const run = options.coverage ? coverageCommand : rulesCommand
      finish(run(names, options, style(options), print))
    })

  spoken('view', 'make a page of the whole lifecycle, and of journeys: to look at, to step through, to play')
    .argument('[file...]', 'journey files, or folders of them')
    .option('--out <file>', 'where to write the page; otherwise it is printed')
    .action((files, options) => finish(viewCommand(files, options, style(options), print)))

  command('validate', 'check files of exams, notices, regions or journeys, and name every mistake')
    .argument('<file...>', 'JSON files, or folders of them')
    .addOption(new Option('--as <kind>', 'what they are, where that is not plain').choices(fileKinds))
    .option('--exam <file>', 'the exam of a notice, where it is not a bundled one')
    .action((files, options) => finish(validateCommand(files, options, style(options), print)))

  spoken('diagram', 'draw the machine, its refusals folded into the arrows that they protect')
    .addOption(new Option('--format <format>', 'how').choices(formatNames).default('mermaid'))
    .option('--state <path>', 'only that state, such as declaring.proof; else the whole')
    .option('--all', 'every rule, or every arrow, by itself')
    .option('--out <file>', 'write a file instead of printing')
    .action((options) => finish(diagramCommand(options, style(options), print)))

  spoken('inspect', 'play a journey for the Stately inspector, on a page that only this machine can open')
    .argument('<file>', 'a journey file')
    .option('--port <number>', 'the port of the page; any free one, unless told otherwise', '0')
    .option('--all', 'every arrow of the machine by itself')
    .action(async (file, options) => finish(await inspectCommand(file, options, style(options), print)))

  spoken('migrate', 'make or update the tables of the store')
    .requiredOption(store, where)
    .action(async (options) => finish(await migrateCommand(options, style(options), print)))

  command('import', 'make events of a marks list, or of the bank’s reconciliation file')
    .argument('<file>', 'a CSV file with a heading, in UTF-8 or GB 18030')
    .requiredOption(store, where)
    .requiredOption('--exam <name>', 'name or code of a bundled exam, or the JSON file of yours')
    .requiredOption('--year <year>', 'the exam year')
    .option('--at <instant>', 'when it happened; now, unless told otherwise')
    .option('--pass-mark <subject=mark>', 'published with the marks; once for each subject', gathered)
    .option('--dry-run', 'tell what would happen, and store nothing')
    .option('--skip-bad', 'send the good lines although others are bad')
    .addHelpText('after', importHelp)
    .action(async (file, options) => finish(await importCommand(file, options, style(options), print)))

  command('parked', 'list facts whose handler failed too often, or give one another chance')
    .requiredOption(store, where)
    .option('--retry <fact>', 'the id of a parked fact')
    .action(async (options) => finish(await parkedCommand(options, style(options), print)))

  spoken('work', 'run deadlines and deliver facts, until stopped')
    .requiredOption(store, where)
    .option(
      '--handler <module>',
      'whose default export is called with each fact; else each is a line of JSON',
    )
    .option('--every <seconds>', 'how often to look for something to do', '1')
    .option('--timeout <seconds>', 'how long a handler may take', '30')
    .option('--tries <number>', 'after how many failures a fact is parked', '10')
    .option('--once', 'do what is there to do, and end')
    .action(async (options) => finish(await workCommand(options, style(options))))

  baokao
    .command('schema')
    .description(
      'print the JSON Schema of events, facts, exams, notices, regions, inputs, snapshots or journeys',
    )
    .argument('[name]', schemaNames.join(', '))
    .action((name) => finish(schemaCommand(name, print)))

  return baokao
}

/** Exit codes: 0 fine, 1 an expectation did not hold, 2 wrong use. */
async function main(): Promise<void> {
  try {
    await program((code) => {
      process.exitCode = code
    }).parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else if (error instanceof WrongUse) {
      process.stderr.write(`baokao: ${error[told]}\n`)
      process.exitCode = 2
    } else throw error
  }
}

// Whoever reads may stop early (`baokao rules | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await main()
