// Builds dist before the package is packed or installed from the repository. `npm ci` in a clone leaves out the
// declarations, which take most of the time: a task that needs them there builds them.
import { spawnSync } from 'node:child_process'

// The gate builds once, with the declarations, after the units.
if (process.env.BUILD_LATER === '1') process.exit(0)

const args = process.env.npm_command === 'ci' ? ['--no-dts'] : []
process.exit(spawnSync('tsup', args, { stdio: 'inherit' }).status ?? 1)
