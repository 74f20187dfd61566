import type { LocalizedText } from '../language'

/** What a verification reports. */

/** Something that is not as the store wrote it, and what it concerns. */
export type Tampering = {
  registrationId?: string
  candidateId?: string
  noticeId?: string
  /** The digest of an exam or a notice in `baokao.document`. */
  document?: string
  consumer?: string
  /** The number of the entry of the log, if it is one. */
  revision?: number
  problem: LocalizedText
}

export const problems = {
  changed: {
    zh: '日志记录被改动，或其前一条被删除、插入',
    en: 'the entry of the log was changed, or one before it removed or added',
  },
  missing: { zh: '日志缺少此条记录', en: 'the entry is missing in the log' },
  extra: { zh: '日志多出此条记录', en: 'the log has an entry that was not written by the store' },
  head: { zh: '所记链头与日志不符', en: 'the head of the chain is not that of the log' },
  archive: {
    zh: '归档内容与归档时的链头不符',
    en: 'the archive does not lead to the head of the chain at that time',
  },
  notInArchive: { zh: '已归档的记录不在所给归档中', en: 'the archived entries are not in the archive' },
  notEnded: { zh: '报名未结束即被归档', en: 'the registration was archived before it ended' },
  archivedKey: {
    zh: '已归档记录的键与归档不符',
    en: 'the keys kept of archived entries are not those of the archive',
  },
  earlier: {
    zh: '与以前核验时的链头不符',
    en: 'the chain does not lead on from the head of an earlier verification',
  },
  snapshot: { zh: '所存状态与日志不符', en: 'what is stored is not what the log gives' },
  opening: {
    zh: '所存考生、考试、报考通知等与开启记录不符',
    en: 'the candidate, the exam, the notice or the like is not that of the opening',
  },
  answer: { zh: '所存答复与日志不符', en: 'the answer kept of the entry is not what the log gives' },
  fact: { zh: '所存结果与日志不符', en: 'the facts of the entry are not what the log gives' },
  delivery: {
    zh: '待送出的结果与所存结果不符',
    en: 'a delivery of a fact of the entry is not one that the store wrote',
  },
  carryOver: {
    zh: '留给该考生其他报名的内容与日志不符',
    en: "what it carries over to the candidate's other registrations is not what its log gives",
  },
  foreignCarryOver: {
    zh: '记有不属于该考生的报名所留的内容',
    en: 'something is carried over from what is no registration of the candidate',
  },
  amendments: {
    zh: '所存报考通知的调整与本报名所得不符',
    en: 'the stored amendments of the notice are not those that the registration got',
  },
  notice: {
    zh: '所存报考通知的调整被改动、删除或添加',
    en: 'an amendment of the notice was changed, removed or added',
  },
  document: { zh: '所存考试或报考通知被改动', en: 'the stored exam or notice was changed' },
  consumer: {
    zh: '有待送出的结果，而处理者不存在或已移除',
    en: 'there are deliveries of a consumer that does not exist or was removed',
  },
  removed: { zh: '以前核验过的报名已不存在', en: 'the registration of an earlier verification is gone' },
  stray: {
    zh: '日志、结果、待办或键不属于任何报名',
    en: 'there is a log, or there are facts, tasks or keys, of no registration',
  },
  unreadable: { zh: '所存内容无法读取', en: 'what is stored cannot be read' },
} satisfies Record<string, LocalizedText>

/** Reports a problem of the registration that is checked. */
export type Report = (problem: LocalizedText, revision?: number) => void
