#!/usr/bin/env node
import { CommanderError } from 'commander'
import { WrongUse } from './files'
import { chooseLanguage, languageAsked } from './phrases'
import { program } from './program'

const lang = chooseLanguage(languageAsked(process.argv), process.env)

/** Exit codes: 0 fine, 1 an expectation did not hold, 2 wrong use. */
async function main(): Promise<void> {
  try {
    await program(lang, (code) => {
      process.exitCode = code
    }).parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else if (error instanceof WrongUse) {
      process.stderr.write(`baokao: ${error[lang]}\n`)
      process.exitCode = 2
    } else throw error
  }
}

// Whoever reads may stop early (`baokao rules | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await main()
