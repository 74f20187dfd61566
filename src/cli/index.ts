#!/usr/bin/env node
import { CommanderError } from 'commander'
import { chooseLanguage, requestedLanguage } from './locale'
import { createProgram } from './program'
import { UsageError } from './usageError'

const lang = chooseLanguage(requestedLanguage(process.argv), process.env)

/** Sets the exit code: 0 success, 1 a check failed, 2 usage error. */
async function main(): Promise<void> {
  try {
    await createProgram(lang, (code) => {
      process.exitCode = code
    }).parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else if (error instanceof UsageError) {
      process.stderr.write(`baokao: ${error[lang]}\n`)
      process.exitCode = 2
    } else throw error
  }
}

// The reader of the pipe may close it early (`baokao rules | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await main()
