import { CommanderError } from 'commander'
import { chooseLanguage, requestedLanguage } from './locale'
import { createProgram } from './program'
import type { Terminal } from './terminal'
import { UsageError } from './usageError'

/**
 * Runs one command.
 * @param args the arguments after the name of the program
 * @returns the exit code: 0 success, 1 a check failed, 2 usage error
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const lang = chooseLanguage(requestedLanguage(args), terminal.env)
  let exitCode = 0
  const program = createProgram(lang, terminal, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof UsageError)) throw error
    terminal.stderr.write(`baokao: ${error[lang]}\n`)
    return 2
  }
}
