/** Where the program reads and writes, and the variables that choose its language and its colours. */
export type Terminal = {
  stdin: AsyncIterable<Uint8Array>
  stdout: { write(text: string): unknown; columns?: number; isTTY?: boolean }
  stderr: { write(text: string): unknown; isTTY?: boolean }
  env: NodeJS.ProcessEnv
}
