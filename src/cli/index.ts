#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander'
import packageJson from '../../package.json'
import { schemaNames } from '../schemas'
import { explainCommand } from './explain'
import { WrongUse } from './files'
import { journeyCommand } from './journey'
import { chooseLanguage } from './language'
import { type Style, styleFor } from './output'
import { rulesCommand } from './rules'
import { schemaCommand } from './schema'

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const style = ({ lang }: { lang?: string }): Style =>
  styleFor(chooseLanguage(lang, process.env), process.stdout, process.env)

function program(finish: (code: number) => void): Command {
  const baokao = new Command('baokao')
    .description('报考 — registration for professional qualification exams in China, as one state machine')
    .version(packageJson.version)
    .showHelpAfterError('(baokao --help lists what there is)')
    .exitOverride()

  const command = (name: string, description: string) =>
    baokao
      .command(name)
      .description(description)
      .addOption(
        new Option('--lang <language>', 'language of the output; by default that of the locale').choices([
          'zh',
          'en',
        ]),
      )
      .option('--json', 'print JSON, for machines')

  command('journey', 'run journey files, and compare each step with what it expects')
    .argument('<file...>', 'journey files, or folders of them')
    .option('--tell', 'tell each journey step by step')
    .action((files, options) => finish(journeyCommand(files, options, style(options), print)))

  command('explain', 'what can be done at a moment of a journey, by whom, until when, and why not the rest')
    .argument('<file>', 'a journey file')
    .option('--at <step>', 'after that step (0 is the opening), or at an instant; by default after the last')
    .action((file, options) => finish(explainCommand(file, options, style(options), print)))

  command('rules', 'print the catalogue of rules, each with its § in the official text')
    .argument('[id...]', 'only these rules')
    .action((ids, options) => finish(rulesCommand(ids, options, style(options), print)))

  baokao
    .command('schema')
    .description('print the JSON Schema of events, facts, exams, notices, inputs, snapshots or journeys')
    .argument('[name]', schemaNames.join(', '))
    .action((name) => finish(schemaCommand(name, print)))

  return baokao
}

/** Exit codes: 0 fine, 1 an expectation did not hold, 2 wrong use. */
function main(): void {
  try {
    program((code) => {
      process.exitCode = code
    }).parse()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else if (error instanceof WrongUse) {
      process.stderr.write(`baokao: ${error.message}\n`)
      process.exitCode = 2
    } else throw error
  }
}

// Whoever reads may stop early (`baokao rules | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

main()
