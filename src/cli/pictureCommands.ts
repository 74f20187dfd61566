import { Option } from 'commander'
import type { CommandContext } from './commandContext'
import { diagramCommand, diagramFormats } from './diagramCommand'
import { inspectCommand } from './inspectCommand'
import { decidedBy, provisionsOption } from './provisionsFile'
import { viewCommand } from './viewCommand'

/** Adds the commands that draw the lifecycle or a journey. */
export function addPictureCommands({ text, addCommand, style, setExitCode, print }: CommandContext): void {
  addCommand(
    'view',
    '生成网页：查看全流程，逐步播放过程，或自己走一遍',
    'make a page of the whole lifecycle and of journeys, to read, to step through and to play',
  )
    .argument('[file...]', text('过程文件，或其所在文件夹', 'journey files, or folders of them'))
    .option(
      '--out <file>',
      text('网页写入此文件；不写则在屏幕上输出', 'where to write the page; otherwise it is printed'),
    )
    .addOption(provisionsOption(style))
    .action(async (files, options) =>
      setExitCode(await viewCommand(files, options, await decidedBy(style, options), print)),
    )

  addCommand(
    'diagram',
    '绘制状态机图，拒绝类规则并入所属的箭头',
    'draw the machine, with its refusals folded into the transitions that they guard',
  )
    .addOption(
      new Option('--format <format>', text('输出的格式', 'what to draw it as'))
        .choices(diagramFormats)
        .default('mermaid'),
    )
    .option(
      '--state <path>',
      text(
        '只绘制此状态，如 declaring.proof；不写则绘制全图',
        'only that state, such as declaring.proof; else the whole',
      ),
    )
    .option('--all', text('每条规则或每条箭头单独绘出', 'every rule, or every transition, separately'))
    .option('--out <file>', text('写入文件，不在屏幕上输出', 'write a file instead of printing'))
    .action((options) => setExitCode(diagramCommand(options, style, print)))

  addCommand(
    'inspect',
    '在 Stately 检查器中播放过程，网页只有本机可以打开',
    'play a journey for the Stately inspector, on a page that only this machine can open',
  )
    .argument('<file>', text('过程文件', 'a journey file'))
    .option(
      '--port <number>',
      text('网页的端口，默认为任一空闲端口', 'the port of the page; by default any free one'),
      '0',
    )
    .option('--all', text('状态机的每条箭头单独绘出', 'every transition of the machine separately'))
    .action(async (file, options) => setExitCode(await inspectCommand(file, options, style, print)))
}
