import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** What is right in China must be right wherever the code runs: west of it, east of it, and on the date line. */
const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']

const time = 'test/time.test.ts'
const packed = 'test/package.test.ts'

export default defineConfig({
  test: {
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/cli/**'] },
    projects: [
      { test: { name: 'baokao', include: ['test/**/*.test.ts'], exclude: [time, packed] } },
      ...zones.map((zone) => ({ test: { name: zone, include: [time], env: { TZ: zone } } })),
      // Last, since the command line's tests build what this one packs.
      { test: { name: 'package', include: [packed], sequence: { groupOrder: 1 } } },
    ],
  },
})
