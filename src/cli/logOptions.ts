import type { Command } from 'commander'
import type { Sealing } from '../postgres'
import type { CommandContext } from './commandContext'
import { importModule } from './operatorModule'
import { UsageError } from './usageError'

/** The options of commands that write to the log of a store. */

/** The options, as the command line has them. */
export type LogOptions = { sealing?: string; chain?: boolean }

/** Adds the options of a command that writes to the log. */
export const withLogOptions = (command: Command, { text }: CommandContext): Command =>
  command
    .option(
      '--sealing <module>',
      text(
        '用此模块导出的 sealPersonal、openPersonal 加密、解密个人信息',
        'a module that exports sealPersonal and openPersonal, which encrypt and decrypt personal data',
      ),
    )
    .option(
      '--chain',
      text('为新报名的日志建立哈希链', 'give registrations a chain of hashes over their log'),
    )

/** Imports the functions that seal. @throws UsageError if the module does not export both */
async function loadSealing(file: string): Promise<Sealing> {
  const module = await importModule('--sealing', file)
  const { sealPersonal, openPersonal } = { ...(module.default as object | undefined), ...module }
  if (typeof sealPersonal === 'function' && typeof openPersonal === 'function')
    return { sealPersonal, openPersonal } as Sealing
  throw new UsageError(
    `--sealing ${file}: must export the functions sealPersonal and openPersonal`,
    `--sealing ${file}: 须导出函数 sealPersonal 和 openPersonal`,
  )
}

/** The settings of a store that these options give. */
export const logSettings = async ({
  sealing,
  chain = false,
}: LogOptions): Promise<Sealing & { chain: boolean }> => ({
  ...(sealing !== undefined && (await loadSealing(sealing))),
  chain,
})
