// Builds what is installed from the repository or packed. `npm ci` in a clone leaves out the declarations, which take most
// of the time: whatever needs them there builds the rest.
import { spawnSync } from 'node:child_process'

const args = process.env.npm_command === 'ci' ? ['--no-dts'] : []
process.exit(spawnSync('tsup', args, { stdio: 'inherit' }).status ?? 1)
