#!/usr/bin/env node
import { runCommandLine } from './commandLine'

// The reader of the pipe may close it early (`baokao rules | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2), process)
