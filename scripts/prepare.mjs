// Builds dist before the package is packed or installed from the repository. `npm ci` in a clone leaves out the
// declarations, which take most of the time: a task that needs them there builds them.
import { spawnSync } from 'node:child_process'

const args = process.env.npm_command === 'ci' ? ['--no-dts'] : []
process.exit(spawnSync('tsup', args, { stdio: 'inherit' }).status ?? 1)
