import type { Command } from 'commander'
import { defaultTries } from '../persistence/retries'
import { addAdoptCommand } from './adopt/addAdoptCommand'
import { archiveCommand } from './archiveCommand'
import type { CommandContext } from './commandContext'
import { deadLettersCommand } from './deadLettersCommand'
import { addHelpParagraphs } from './helpParagraphs'
import { importCommand } from './import/importCommand'
import { withLogOptions } from './logOptions'
import { decidedBy, provisionsOption } from './provisionsFile'
import { pruneCommand } from './pruneCommand'
import { addMigrateCommand, withStoreOption } from './storeOption'
import { verifyCommand } from './verifyCommand'
import { workCommand } from './workCommand'

const collect = (value: string, previous: string[] = []): string[] => [...previous, value]

const importHelp = {
  zh: [
    `成绩表须有 registrationId（报名号）一列，其余每个科目一列，以科目代码或名称为列名；单元格中填分数、absent（缺考）、
misconduct（违纪）或 invalid（无效），未报考该科目的留空。`,
    `更正表（--correct）的列相同，可另有 reason（更正原因）一列；留空的科目不变，成绩未变的行不提交。`,
    `缴费表须有 orderNo（订单号）、transactionId（交易号）、amountFen（分）或 amount（元，金额）、paidAt（支付时间，
不写时区即为中国时间）。请用 --at 写明对账的时刻：
缴费截止 24 小时后对账结束（报考通知另有规定的除外），此后才导入的款项应予退还。`,
    `只能有上述各列，姓名等其他列请先删去。任何一行有误的，全部不提交，除非用 --skip-bad。未写 --at 的，以当前时间为准；
以后再导入的，时刻不得早于本次。中断后再次执行同一命令：每一行只处理一次，与 --at 无关。被拒绝的行，每次导入都重新提交。
任何一行有误、被拒绝或查无此报名的，退出码为 1。`,
  ].map((text) => text.replaceAll('\n', '')),
  en: [
    `A marks list has a column registrationId (报名号) and one for each subject, by its code or name; a cell is a
mark, absent (缺考), misconduct (违纪) or invalid (无效), and empty where the subject was not registered.`,
    `A list of corrections (--correct) has the same columns, and may have reason (更正原因). The mark of an empty cell
stays; a line that changes no mark is not sent.`,
    `A list of payments has orderNo (订单号), transactionId (交易号), amountFen or amount in yuan (金额), and
paidAt (支付时间, in China's time where it has no offset). Date it with --at: unless the notice says otherwise,
the reconciliation ends 24 hours after payment closes, and money reported later is refunded.`,
    `Unknown columns are an error: remove names and the like. If a line is bad, nothing is sent, unless --skip-bad
is given. --at is the current time by default; later imports must not be dated before it. After an interruption run the same
command again: each line is processed once, whatever --at says. A refused line is sent again on each import. The exit code is 1
if a line was bad, refused or unknown.`,
  ].map((text) => text.replaceAll('\n', ' ')),
}

const verifyHelp = {
  zh: [
    '核验每个报名：哈希链（存储的 chain 选项）是否完整，所存状态、待办和结果是否与日志一致。清除个人信息、清理和归档不影响核验。',
    `发现问题的，退出码为 1；文件有误的，为 2。能改写全部数据表的人也能重做哈希链：请定期用 --save-heads 把链头存到别处，
日后以 --heads 核对。有问题的报名保留以前的链头，因此两者可用同一文件。`.replaceAll('\n', ''),
  ],
  en: [
    `Checks each registration: its chain of hashes (the option chain of the store), and whether its state, its tasks and
its facts are what its log gives; also after erasing, pruning and archiving.`.replaceAll('\n', ' '),
    `The exit code is 1 if something is wrong, and 2 if a file is not what it should be. Who can rewrite all tables can
make the chain again: save the heads with --save-heads in another place from time to time, and compare with --heads later. A
registration with a problem keeps its earlier head, so both can be the same file.`.replaceAll('\n', ' '),
  ],
}

/** Adds the commands that work on a store. */
export function addStoreCommands(context: CommandContext): void {
  const { text, addCommand, addJsonCommand, style, setExitCode, print, terminal } = context
  const withStore = (command: Command) => withStoreOption(command, context)
  const withLog = (command: Command) => withLogOptions(withStore(command), context)

  addMigrateCommand(context)

  addHelpParagraphs(
    withLog(
      addJsonCommand(
        'import',
        '把成绩表、成绩更正表或缴费表导入为事项',
        'import a marks list, a list of corrections, or a list of payments',
      ),
    ),
    importHelp[style.lang],
  )
    .argument(
      '<file>',
      text(
        '有标题行的 CSV 文件，UTF-8、UTF-16 或 GB 18030 编码；“-”为标准输入',
        'a CSV file with a heading, in UTF-8, UTF-16 or GB 18030; - for standard input',
      ),
    )
    .requiredOption(
      '--exam <name>',
      text(
        '内置考试的名称或代码，或您的考试的 JSON 文件',
        'name or code of a bundled exam, or the JSON file of yours',
      ),
    )
    .requiredOption('--year <year>', text('考试年度', 'the exam year'))
    .option('--at <instant>', text('发生的时刻，默认为现在', 'when it happened; by default now'))
    .option(
      '--pass-mark <subject=mark>',
      text('随成绩公布的合格标准，每个科目写一次', 'published with the marks; once for each subject'),
      collect,
    )
    .option('--correct', text('更正已公布的成绩', 'correct marks that are published'))
    .option(
      '--reason <text>',
      text('更正的原因；表中另有一列的，以表为准', 'why they are corrected, where the list does not say it'),
    )
    .option(
      '--again',
      text(
        '再次公布曾公布、后又撤销的成绩',
        'publish marks again that were published before and withdrawn since',
      ),
    )
    .option('--ids', text('同时显示规则和结果的编号', 'print the ids of rules and facts, too'))
    .option(
      '--dry-run',
      text(
        '只报告每个报名将由何状态变为何状态、有何结果，不保存',
        'report which registrations would change, from where to where, and store nothing',
      ),
    )
    .option('--skip-bad', text('跳过有误的行，提交其余的行', 'send the good lines although others are bad'))
    .addOption(provisionsOption(style))
    .action(async (file, options) =>
      setExitCode(await importCommand(file, options, await decidedBy(style, options), print, terminal)),
    )

  addAdoptCommand(context)

  withStore(
    addJsonCommand(
      'dead-letters',
      '列出死信（处理屡次失败的结果），或重试',
      'list dead letters (facts whose handler failed too often), or retry them',
    ),
  )
    .option('--consumer <name>', text('处理方的名称', 'the name of who handles the facts'))
    .option('--type <fact>', text('只限此类结果', 'only facts of this type'))
    .option(
      '--since <instant>',
      text('只限此时及以后成为死信的', 'only those that became dead letters since then'),
    )
    .option('--limit <number>', text('最多列出多少条', 'how many to list at most'), '100')
    .option('--retry <id>', text('要重试的死信的编号', 'the id of the dead letter to retry'))
    .option('--retry-all', text('重试全部（或符合条件的）死信', 'retry all of them, or all that match'))
    .action(async (options) => setExitCode(await deadLettersCommand(options, style, print)))

  const withBefore = (command: Command) =>
    withStore(command).requiredOption(
      '--before <day>',
      text('只限此日（北京时间 0 时）之前保存的', 'only what was stored before this day, 00:00 in China'),
    )

  withBefore(
    addJsonCommand(
      'prune',
      '删除已处理的结果和对重复提交的答复；须为数据表的所有者',
      'remove handled facts and answers to repeats; as the owner of the tables',
    ),
  ).action(async (options) => setExitCode(await pruneCommand(options, style, print)))

  withBefore(
    addJsonCommand(
      'archive',
      '把已结束的报名的日志移入文件；须为数据表的所有者',
      'move the logs of ended registrations to a file; as the owner of the tables',
    ),
  )
    .requiredOption(
      '--to <file>',
      text('追加到此文件，每行一个报名的 JSON', 'append to this file, a registration a line, as JSON'),
    )
    .action(async (options) => setExitCode(await archiveCommand(options, style, print)))

  addHelpParagraphs(
    withStore(
      addJsonCommand(
        'verify',
        '核验日志的哈希链和所存内容，找出人工改动',
        'check the log and what is stored for changes by hand',
      ),
    ),
    verifyHelp[style.lang],
  )
    .option(
      '--archive <file>',
      text('archive 命令写成的文件', 'the file that the command archive has written'),
    )
    .option(
      '--heads <file>',
      text('以前用 --save-heads 保存的链头', 'the heads that an earlier run has saved with --save-heads'),
    )
    .option('--save-heads <file>', text('把链头存入此文件', 'save the heads of the chains in this file'))
    .addOption(provisionsOption(style))
    .action(async (options) =>
      setExitCode(
        await verifyCommand(options, await decidedBy(style, options), print, (registrations) => {
          if (terminal.stderr.isTTY) terminal.stderr.write(`\r${registrations}`)
        }),
      ),
    )

  withLog(
    addCommand(
      'work',
      '处理到期的时限并送出结果，直至停止',
      'run deadlines and deliver facts, until stopped',
    ),
  )
    .option(
      '--handler <module>',
      text(
        '用此模块的默认导出处理每个结果；不写则逐行输出 JSON',
        'a module whose default export is called with each fact; else each is a line of JSON',
      ),
    )
    .option('--every <seconds>', text('每隔多少秒查看一次', 'how often to look for something to do'), '1')
    .option('--timeout <seconds>', text('处理一个结果最多用多少秒', 'how long a handler may take'), '30')
    .option(
      '--tries <number>',
      text(
        '失败多少次后成为死信，默认约三天',
        'after how many failures a fact becomes a dead letter; three days by default',
      ),
      String(defaultTries),
    )
    .option('--consumer <name>', text('处理方的名称', 'the name of who handles the facts'))
    .option(
      '--no-listen',
      text(
        '只按时查看，不监听通知；--no-prepare 亦如此',
        'only look from time to time, without LISTEN; implied by --no-prepare',
      ),
    )
    .option(
      '--once',
      text(
        '处理完现有的即退出；有处理失败的，退出码为 1',
        'process what is due once, and exit; with exit code 1 if a handler failed',
      ),
    )
    .addOption(provisionsOption(style))
    .action(async (options) => setExitCode(await workCommand(options, await decidedBy(style, options))))
}
