/** Where the program writes, and the variables that choose its language and its colours. */
export type Terminal = {
  stdout: { write(text: string): unknown; columns?: number; isTTY?: boolean }
  stderr: { write(text: string): unknown }
  env: NodeJS.ProcessEnv
}
